package dev.preheat.fill;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an answer's header says about storing it (RFC 9111). */
final class Storability {
    private Storability() {}

    /** Why a shared cache would not keep this answer, in its own words; empty when nothing forbids it. */
    static Optional<String> forbidden(Exchange.Answer answer) {
        for (var directive : directives(answer)) {
            if (directive.equals("no-store")
                    || directive.equals("private")
                    || directive.startsWith("private=")
                    || asksAtEachUse(answer, directive)) {
                return Optional.of("Cache-Control: " + directive);
            }
        }
        if (variesBy(answer).contains("*")) {
            return Optional.of("Vary: *");
        }
        return answer.first("set-cookie").map(_ -> "Set-Cookie");
    }

    /** Whether a cache that stores the answer must ask the origin at every use. */
    static boolean alwaysAsks(Exchange.Answer answer) {
        return directives(answer).stream().anyMatch(directive -> asksAtEachUse(answer, directive));
    }

    private static boolean asksAtEachUse(Exchange.Answer answer, String directive) {
        return directive.equals("no-cache")
                || directive.equals("s-maxage=0")
                || (directive.equals("max-age=0") && seconds(answer, "s-maxage").isEmpty());
    }

    /** The request's fields that the answer depends on, in lower case, each once. */
    static List<String> variesBy(Exchange.Answer answer) {
        return answer.all("vary").stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(field -> field.strip().toLowerCase(Locale.ROOT))
                .filter(field -> !field.isEmpty())
                .distinct()
                .toList();
    }

    /** When the stored answer will be stale, where its header says so. */
    static Optional<Instant> freshUntil(Exchange.Answer answer, Instant now) {
        var lifetime = seconds(answer, "s-maxage").or(() -> seconds(answer, "max-age"));
        if (lifetime.isPresent()) {
            return Optional.of(now.plusSeconds(lifetime.get()).minus(age(answer).orElse(Duration.ZERO)));
        }
        return answer.first("expires").flatMap(Storability::date);
    }

    /** How long ago an origin or a shield sent it, where the answer says so. */
    static Optional<Duration> age(Exchange.Answer answer) {
        return answer.first("age").flatMap(Storability::number).map(Duration::ofSeconds);
    }

    private static Optional<Long> seconds(Exchange.Answer answer, String directive) {
        return directives(answer).stream()
                .filter(found -> found.startsWith(directive + "="))
                .findFirst()
                .flatMap(found -> number(found.substring(directive.length() + 1).replace("\"", "")));
    }

    private static List<String> directives(Exchange.Answer answer) {
        return answer.all("cache-control").stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(directive -> directive.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    // Numbers of nobody's century count as none.
    private static Optional<Long> number(String text) {
        return text.matches("\\d{1,10}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    static Optional<Instant> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
