package dev.preheat.catalogue;

import dev.preheat.tenancy.ProjectId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Every delivery domain, by its name; a name belongs to one project. */
public final class DeliveryDomains {
    private static final String AGENT = "Preheat";

    private final Supplier<Map<String, DeliveryDomain>> byName;

    public DeliveryDomains(List<DeliveryDomain> domains) {
        var fixed = byName(domains);
        byName = () -> fixed;
    }

    /** @param byName asked anew each time, so that a reload counts from the next question on */
    public DeliveryDomains(Supplier<Map<String, DeliveryDomain>> byName) {
        this.byName = byName;
    }

    /** The domains by their names, for {@link #DeliveryDomains(Supplier)}. */
    public static Map<String, DeliveryDomain> byName(List<DeliveryDomain> domains) {
        return domains.stream().collect(Collectors.toUnmodifiableMap(DeliveryDomain::name, Function.identity()));
    }

    /** The domain called {@code host}, if it is one of the project's. */
    public Optional<DeliveryDomain> of(ProjectId project, String host) {
        return Optional.ofNullable(byName.get().get(host))
                .filter(domain -> domain.project().equals(project));
    }

    /** The User-Agent of requests for objects of {@code host}. */
    public String agent(String host) {
        return Optional.ofNullable(byName.get().get(host))
                .flatMap(DeliveryDomain::agent)
                .orElse(AGENT);
    }

    /** All domains of a project. */
    public List<DeliveryDomain> of(ProjectId project) {
        return byName.get().values().stream()
                .filter(domain -> domain.project().equals(project))
                .toList();
    }
}
