package dev.preheat.title;

import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.HeaderProfile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What kinds of viewers a project has, host by host: each may need a copy of its own. */
public final class Viewers {
    /** What players send, literally; an edge that keys on the string keeps one copy for each. */
    public static final List<String> ENCODINGS = List.of(
            "gzip, deflate, br, zstd",
            "gzip, deflate, br",
            "gzip, deflate",
            "gzip",
            "gzip, identity;q=1, *;q=0", // Chromium's own HLS player
            "identity");

    private static final String ENCODING = "accept-encoding";

    private final Map<String, List<HeaderProfile>> profiles = new HashMap<>();
    private final Map<String, Map<String, String>> agents = new HashMap<>(); // what every copy is asked for with
    private final Set<String> disabled = new HashSet<>();

    public Viewers(List<DeliveryDomain> domains) {
        for (var domain : domains) {
            if (domain.enabled()) {
                profiles.put(domain.name(), domain.profiles());
                domain.agent().ifPresent(agent -> agents.put(domain.name(), Map.of("user-agent", agent)));
            } else {
                disabled.add(domain.name());
            }
        }
    }

    /** Whether {@code host} is one of the project's delivery domains, and enabled. */
    public boolean knows(String host) {
        return profiles.containsKey(host);
    }

    /** Whether {@code host} is one of those that are not. */
    boolean isDisabled(String host) {
        return disabled.contains(host);
    }

    /** Whether the viewers of {@code host} differ by this field in a way that is known. */
    public boolean differBy(String host, String field) {
        return field.equals(ENCODING)
                || profiles(host).stream().anyMatch(one -> one.fields().containsKey(field));
    }

    /**
     * What else to fill once {@code target} is stored as a player gets it that sends nothing special: every profile of the
     * domain; and where the answer varies by its encoding and no profile names one, each of those with every encoding.
     */
    public List<Target> others(Target target, List<String> variesBy) {
        var kinds = new LinkedHashSet<Map<String, String>>();
        profiles(target.url().host()).forEach(profile -> kinds.add(profile.fields()));
        if (variesBy.contains(ENCODING) && kinds.stream().noneMatch(kind -> kind.containsKey(ENCODING))) {
            addEncodings(kinds);
        }
        kinds.remove(agents.getOrDefault(target.url().host(), Map.of())); // that is the plain copy
        return kinds.stream().map(target::sending).toList();
    }

    private static void addEncodings(Set<Map<String, String>> kinds) {
        var all = new LinkedHashSet<Map<String, String>>();
        all.add(Map.of());
        all.addAll(kinds);
        for (var kind : all) {
            for (var encoding : ENCODINGS) {
                var with = new HashMap<>(kind);
                with.put(ENCODING, encoding);
                kinds.add(Map.copyOf(with));
            }
        }
    }

    private List<HeaderProfile> profiles(String host) {
        return profiles.getOrDefault(host, List.of());
    }
}
