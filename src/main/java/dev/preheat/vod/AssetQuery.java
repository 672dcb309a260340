package dev.preheat.vod;

import dev.preheat.catalogue.AssetFilter;
import dev.preheat.catalogue.AssetFilter.Order;
import dev.preheat.catalogue.AssetFilter.Page;
import dev.preheat.catalogue.AssetId;
import dev.preheat.operation.Query;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The query that the vendor's two lists of assets share.
 *
 * <p>Limits: 10 ids, {@code size} 1 to 100 (default 10), and (page + 1) × size at most 20,000. No asset here has tags, a
 * category or a file format: asking for one finds nothing. Source: Huawei VOD API, Querying Media Assets, 2026-01-16.
 */
record AssetQuery(Query query, Words words) {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");
    private static final Pattern SIZE = Pattern.compile("[1-9][0-9]?|100");
    private static final Pattern CATEGORY = Pattern.compile("-?[0-9]{1,10}");
    private static final Pattern TIME = Pattern.compile("[0-9]{14}");
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final List<String> UNKNOWN_HERE = List.of("category_id", "tags", "media_type");

    /** @param of each parameter that names states, and the words it may have */
    record Words(Map<String, Set<String>> of) {
        Words {
            of = Map.copyOf(of);
        }
    }

    sealed interface Asked {}

    record Wanted(AssetFilter filter, Page page) implements Asked {}

    record Wrong(String field) implements Asked {}

    Asked read() {
        var wrong = wrong();
        if (wrong.isPresent()) {
            return new Wrong(wrong.get());
        }
        var filter = new AssetFilter(
                ids().orElseThrow(),
                states(),
                given("start_time").map(AssetQuery::time),
                given("end_time").map(AssetQuery::time),
                given("query_string").orElse(""));
        var order = query.first("order").orElse("").equals("asc") ? Order.OLDEST_FIRST : Order.NEWEST_FIRST;
        return new Wanted(filter, new Page(number("page", "0"), number("size", "10"), order));
    }

    private Optional<String> wrong() {
        for (var parameter : words.of().entrySet()) {
            if (!parameter.getValue().containsAll(query.all(parameter.getKey()))) {
                return Optional.of(parameter.getKey());
            }
        }
        if (ids().isEmpty()) {
            return Optional.of("asset_id");
        }
        return wrong("start_time", AssetQuery::isTime)
                .or(() -> wrong("end_time", AssetQuery::isTime))
                .or(() -> wrong("category_id", CATEGORY.asMatchPredicate()))
                .or(() -> wrong("order", Set.of("asc", "desc")::contains))
                .or(() -> wrong("size", SIZE.asMatchPredicate()))
                .or(() -> wrong("page", NUMBER.asMatchPredicate()))
                .or(this::tooFar);
    }

    private Optional<String> wrong(String name, Predicate<String> legal) {
        return given(name).filter(legal.negate()).map(_ -> name);
    }

    private Optional<String> tooFar() {
        var last = (number("page", "0") + 1L) * number("size", "10");
        return last > AssetFilter.MOST_SHOWN ? Optional.of("page") : Optional.empty();
    }

    private Optional<List<AssetId>> ids() {
        return AssetIds.read(query.all("asset_id"));
    }

    /** Published, not published, both or none: what every parameter that names states lets through. */
    private Set<Boolean> states() {
        var states = new HashSet<>(Set.of(true, false));
        for (var parameter : words.of().keySet()) {
            var wanted = query.all(parameter);
            if (!wanted.isEmpty()) {
                states.removeIf(state -> !wanted.contains(state ? VendorAsset.PUBLISHED : VendorAsset.CREATED));
            }
        }
        return UNKNOWN_HERE.stream().allMatch(name -> query.all(name).isEmpty()) ? states : Set.of();
    }

    private Optional<String> given(String name) {
        return query.first(name).filter(value -> !value.isEmpty());
    }

    private int number(String name, String otherwise) {
        return Integer.parseInt(given(name).orElse(otherwise));
    }

    private static boolean isTime(String text) {
        try {
            return TIME.matcher(text).matches() && time(text).isAfter(Instant.MIN);
        } catch (DateTimeException _) {
            return false;
        }
    }

    private static Instant time(String text) {
        return LocalDateTime.parse(text, CLOCK).toInstant(ZoneOffset.UTC);
    }
}
