package dev.preheat.app;

import static dev.preheat.app.ConfigNode.keys;

import dev.preheat.app.Config.Webhooks;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.webhook.Webhook;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The keys of preheat.yaml about webhooks. */
final class ConfigWebhooks {
    private static final int MOST = 100;
    private static final int LONGEST_URL = 1_024;
    private static final int SHORTEST_SECRET = 16;
    private static final int LONGEST_SECRET = 256;

    private ConfigWebhooks() {}

    static Webhooks read(ConfigNode root, List<Project> projects) {
        var places = root.list("webhooks");
        if (places.size() > MOST) {
            places.getLast().fault("there are more than " + MOST);
        }
        var seen = new HashSet<List<Object>>();
        return new Webhooks(
                places.stream()
                        .map(place -> once(place, webhook(place, projects), seen))
                        .flatMap(Optional::stream)
                        .toList(),
                root.optional("allow-private-webhooks", false, ConfigText::yesOrNo));
    }

    // Deliveries are kept for a project and a URL: the second would sign the first's with its own secret.
    private static Optional<Webhook> once(ConfigNode place, Optional<Webhook> read, Set<List<Object>> seen) {
        read.filter(one -> !seen.add(List.of(one.project(), one.url())))
                .ifPresent(_ -> place.at("url").orElse(place).fault("is already a webhook of this project"));
        return read;
    }

    private static Optional<Webhook> webhook(ConfigNode place, List<Project> projects) {
        place.mapping(keys("project", "url", "secret", "events"), Set.of());
        var project = place.required("project", ProjectId::new);
        project.filter(known -> projects.stream().noneMatch(one -> one.id().equals(known)))
                .ifPresent(unknown -> place.at("project").orElse(place).fault("there is no project '" + unknown + "'"));
        var url = place.requiredSecret("url", ConfigWebhooks::url); // some have a token in their path
        var secret = place.requiredSecret("secret", ConfigWebhooks::secret);
        var events = place.listOfSome("events", "finished or first-seconds").stream()
                .map(one -> one.scalar(ConfigWebhooks::event))
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        return project.flatMap(
                id -> url.flatMap(address -> secret.map(known -> new Webhook(id, address, known, events))));
    }

    private static URI url(String text) {
        try {
            var uri = new URI(text);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getPort() <= 65_535
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && text.length() <= LONGEST_URL) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // said below, as for every other text that is no address
        }
        throw new IllegalArgumentException(
                "is an http or https URL of at most " + LONGEST_URL + " characters, without user or fragment");
    }

    private static String secret(String text) {
        if (text.length() < SHORTEST_SECRET || text.length() > LONGEST_SECRET) {
            throw new IllegalArgumentException("is " + SHORTEST_SECRET + " to " + LONGEST_SECRET + " characters");
        }
        return text;
    }

    private static Webhook.Event event(String word) {
        return Webhook.Event.of(word).orElseThrow(() -> new IllegalArgumentException("is finished or first-seconds"));
    }
}
