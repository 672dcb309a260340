package dev.preheat.vod;

import dev.preheat.catalogue.AssetFilter;
import dev.preheat.catalogue.AssetFilter.Order;
import dev.preheat.catalogue.AssetFilter.Page;
import dev.preheat.catalogue.AssetId;
import dev.preheat.operation.Parsed;
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
 * category or a media type: asking for one finds nothing. Source: Huawei VOD API, Querying Media Assets, 2026-01-16.
 */
record AssetQuery(Query query, Words words) {
    static final List<String> SINGLE =
            List.of("start_time", "end_time", "query_string", "order", "page", "size", "category_id");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");
    private static final Pattern SIZE = Pattern.compile("[1-9][0-9]?|100");
    private static final Pattern CATEGORY = Pattern.compile("-?[0-9]{1,10}");
    private static final Pattern TIME = Pattern.compile("[0-9]{14}");
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final List<String> UNKNOWN_HERE = List.of("category_id", "tags", "media_type");

    /** @param of the words that each parameter for states takes */
    record Words(Map<String, Set<String>> of) {
        Words {
            of = Map.copyOf(of);
        }
    }

    record Asked(AssetFilter filter, Page page) {}

    Parsed<Asked> read() {
        var illegal = illegal();
        if (illegal.isPresent()) {
            return new Parsed.Illegal<>(illegal.get());
        }
        var filter = new AssetFilter(
                ids().orElseThrow(),
                states(),
                given("start_time").map(AssetQuery::time),
                given("end_time").map(AssetQuery::time),
                given("query_string").orElse(""));
        var order = query.first("order").orElse("").equals("asc") ? Order.OLDEST_FIRST : Order.NEWEST_FIRST;
        return new Parsed.Legal<>(new Asked(filter, new Page(number("page", "0"), number("size", "10"), order)));
    }

    private Optional<String> illegal() {
        for (var parameter : words.of().entrySet()) {
            if (!parameter.getValue().containsAll(query.all(parameter.getKey()))) {
                return Optional.of(parameter.getKey());
            }
        }
        if (ids().isEmpty()) {
            return Optional.of("asset_id");
        }
        return illegal("start_time", AssetQuery::isTime)
                .or(() -> illegal("end_time", AssetQuery::isTime))
                .or(() -> illegal("category_id", CATEGORY.asMatchPredicate()))
                .or(() -> illegal("order", Set.of("asc", "desc")::contains))
                .or(() -> illegal("size", SIZE.asMatchPredicate()))
                .or(() -> illegal("page", NUMBER.asMatchPredicate()))
                .or(this::tooFar);
    }

    private Optional<String> illegal(String name, Predicate<String> legal) {
        return given(name).filter(legal.negate()).map(_ -> name);
    }

    private Optional<String> tooFar() {
        var last = (number("page", "0") + 1L) * number("size", "10");
        return last > AssetFilter.MOST_SHOWN ? Optional.of("page") : Optional.empty();
    }

    private Optional<List<AssetId>> ids() {
        return AssetIds.read(query.all("asset_id"));
    }

    /** The states, published or not, that every parameter for states lets through. */
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
