package dev.preheat.wire;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an answer's header says about storing it (RFC 9111). */
public final class Storability {
    private Storability() {}

    /**
     * Why a shared cache would not keep this answer, in its own words; empty when nothing forbids it.
     *
     * @param now the time at which it was asked for
     */
    public static Optional<String> forbidden(Exchange.Answer answer, Instant now) {
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
        if (answer.first("set-cookie").isPresent()) {
            return Optional.of("Set-Cookie");
        }
        return expired(answer, now).or(() -> lesserKnown(answer));
    }

    // A lifetime in Cache-Control goes before it (RFC 9111, 5.3); what is no date, 0 above all, is past.
    private static Optional<String> expired(Exchange.Answer answer, Instant now) {
        if (answer.first("x-transformed-from").isPresent()) {
            return Optional.empty(); // Squid made it of what is no HTTP
        }
        boolean hasLifetime = seconds(answer, "s-maxage").isPresent()
                || seconds(answer, "max-age").isPresent();
        return answer.first("expires")
                .filter(text -> !hasLifetime
                        && date(text).filter(until -> until.isAfter(now)).isEmpty())
                .map(text -> "Expires: " + text + ", which is past");
    }

    private static Optional<String> lesserKnown(Exchange.Answer answer) {
        return refusing(answer, "surrogate-control", "no-store")
                .or(() -> refusing(answer, "cdn-cache-control", "no-store"))
                .or(() -> refusing(answer, "x-accel-expires", "0"))
                .or(() -> answer.first("cache-control").isPresent()
                        ? Optional.empty()
                        : refusing(answer, "pragma", "no-cache"));
    }

    private static Optional<String> refusing(Exchange.Answer answer, String field, String word) {
        return answer.first(field)
                .map(value -> value.strip().toLowerCase(Locale.ROOT))
                .filter(value -> List.of(value.split("[, ]+")).contains(word))
                .map(value -> field + ": " + value);
    }

    /** Whether a cache that stores the answer must ask the origin at every use. */
    public static boolean alwaysAsks(Exchange.Answer answer) {
        return directives(answer).stream().anyMatch(directive -> asksAtEachUse(answer, directive));
    }

    private static boolean asksAtEachUse(Exchange.Answer answer, String directive) {
        return directive.equals("no-cache")
                || directive.matches("s-maxage=\"?0+\"?")
                || (directive.matches("max-age=\"?0+\"?")
                        && seconds(answer, "s-maxage").isEmpty());
    }

    /** The request's fields that the answer depends on, in lower case, each once. */
    public static List<String> variesBy(Exchange.Answer answer) {
        return answer.all("vary").stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(field -> field.strip().toLowerCase(Locale.ROOT))
                .filter(field -> !field.isEmpty())
                .distinct()
                .toList();
    }

    /** When the stored answer will be stale, where its header says so. */
    public static Optional<Instant> freshUntil(Exchange.Answer answer, Instant now) {
        var lifetime = seconds(answer, "s-maxage").or(() -> seconds(answer, "max-age"));
        if (lifetime.isPresent()) {
            return Optional.of(now.plusSeconds(lifetime.get()).minus(age(answer).orElse(Duration.ZERO)));
        }
        return answer.first("expires").flatMap(Storability::date);
    }

    /** How long ago an origin or a shield sent it, where the answer says so. */
    public static Optional<Duration> age(Exchange.Answer answer) {
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

    public static Optional<Instant> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
