package dev.preheat.preheat;

import dev.preheat.tenancy.ProjectId;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where a project wants to be told what happens to its tasks.
 *
 * @param url http or https; it may hold a secret of its own and is never logged whole
 * @param secret what deliveries are signed with
 */
public record Webhook(ProjectId project, URI url, String secret, Set<Event> events) {
    /** What is told. */
    public enum Event {
        /** Every fill of a task has ended; after a retry, once more. */
        FINISHED,
        /** The first seconds of every rendition are in every edge, or all of what has none. */
        FIRST_SECONDS;

        /** As the configuration and the body have it: {@code first-seconds}. */
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

    private static final int LONGEST_URL = 1_024;
    private static final int SHORTEST_SECRET = 16;
    private static final int LONGEST_SECRET = 256;

    public Webhook {
        events = Set.copyOf(events);
    }

    /**
     * Reads an address that may be told.
     *
     * @throws IllegalArgumentException with what it must be
     */
    public static URI urlOf(String text) {
        try {
            var url = new URI(text);
            if (text.length() <= LONGEST_URL && isUsable(url)) {
                return url;
            }
        } catch (URISyntaxException _) {
            // refused below, as every other text that is not an address
        }
        throw new IllegalArgumentException(
                "must be an http or https URL of at most " + LONGEST_URL + " characters, without user or fragment");
    }

    private static boolean isUsable(URI url) {
        return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                && url.getHost() != null
                && url.getPort() <= 65_535
                && url.getRawUserInfo() == null
                && url.getRawFragment() == null;
    }

    /**
     * Checks a secret.
     *
     * @throws IllegalArgumentException with what it must be
     */
    public static String secretOf(String text) {
        if (text.length() < SHORTEST_SECRET || text.length() > LONGEST_SECRET) {
            throw new IllegalArgumentException("must be " + SHORTEST_SECRET + " to " + LONGEST_SECRET + " characters");
        }
        return text;
    }

    /** Its scheme, host and port: what may be said of it. */
    public String place() {
        return url.getScheme() + "://" + url.getAuthority();
    }

    @Override
    public String toString() {
        return "Webhook[" + place() + " for " + project + "]";
    }
}
