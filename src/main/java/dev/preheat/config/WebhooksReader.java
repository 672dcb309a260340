package dev.preheat.config;

import dev.preheat.config.Config.Webhooks;
import dev.preheat.preheat.Webhook;
import dev.preheat.tenancy.Project;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the keys of preheat.yaml about webhooks. */
final class WebhooksReader {
    private static final int MOST = 100;

    private WebhooksReader() {}

    static Webhooks read(Cursor root, List<Project> projects) {
        var places = root.list("webhooks", MOST);
        var seen = new HashSet<List<Object>>();
        return new Webhooks(
                places.stream()
                        .map(place -> once(place, webhook(place, projects), seen))
                        .flatMap(Optional::stream)
                        .toList(),
                root.optional("allow-private-webhooks", false, Texts::yesOrNo));
    }

    // Deliveries are kept for a project and a URL: the second would sign the first's with its own secret.
    private static Optional<Webhook> once(Cursor place, Optional<Webhook> read, Set<List<Object>> seen) {
        read.filter(one -> !seen.add(List.of(one.project(), one.url())))
                .ifPresent(_ -> place.fault("url", "must be unique, but is already a webhook of this project"));
        return read;
    }

    private static Optional<Webhook> webhook(Cursor place, List<Project> projects) {
        place.mapping("project", "url", "secret", "events");
        var project = place.required("project", Texts.project(projects));
        var url = place.requiredSecret("url", Webhook::urlOf); // some have a token in their path
        var secret = place.requiredSecret("secret", Webhook::secretOf);
        var events = place.listOfSome("events", "finished or first-seconds").stream()
                .map(one -> one.scalar(WebhooksReader::event))
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        return project.flatMap(
                id -> url.flatMap(address -> secret.map(known -> new Webhook(id, address, known, events))));
    }

    private static Webhook.Event event(String word) {
        return Webhook.Event.of(word)
                .orElseThrow(() -> new IllegalArgumentException("must be finished or first-seconds"));
    }
}
