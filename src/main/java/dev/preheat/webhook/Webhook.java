package dev.preheat.webhook;

import dev.preheat.tenancy.ProjectId;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An address at which a project wants to be told what happens to its tasks.
 *
 * @param url http or https; it may hold a secret of its own and is never logged whole
 * @param secret the key that deliveries are signed with
 */
public record Webhook(ProjectId project, URI url, String secret, Set<Event> events) {
    /** An event that is told. */
    public enum Event {
        /** Every fill of a task has ended; after a retry, once more. */
        FINISHED,
        /** The first seconds of every rendition are in every edge, or all of what has none. */
        FIRST_SECONDS;

        /** The word in the configuration and the body: {@code first-seconds}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The event of this word. */
        public static Optional<Event> of(String word) {
            return Stream.of(values())
                    .filter(event -> event.word().equals(word))
                    .findFirst();
        }
    }

    public Webhook {
        events = Set.copyOf(events);
    }

    /** Its scheme, host and port, which may be said of it. */
    public String place() {
        return url.getScheme() + "://" + url.getAuthority();
    }

    @Override
    public String toString() {
        return "Webhook[" + place() + " for " + project + "]";
    }
}
