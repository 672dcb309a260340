package dev.preheat.fill;

import java.util.List;
import java.util.Locale;

/** An edge's own word on where an answer came from. Where a shield spoke too, the last word is the edge's. */
enum CacheStatus {
    HIT,
    STALE,
    MISS,
    /** It says nothing. {@code Age} is no word: 0 proves nothing, and more may be a shield's. */
    UNKNOWN;

    static CacheStatus of(Exchange.Answer answer) {
        var standard = last(answer.all("cache-status"));
        if (!standard.isEmpty()) {
            return ofStandard(standard);
        }
        for (var name : List.of("x-cache-status", "x-cache")) {
            var word = last(answer.all(name));
            if (!word.isEmpty()) {
                return ofWord(word);
            }
        }
        return UNKNOWN;
    }

    // RFC 9211: `Name; hit; ttl=3` or `Name; fwd=miss; stored`
    private static CacheStatus ofStandard(String member) {
        for (var parameter : member.toLowerCase(Locale.ROOT).split(";")) {
            switch (parameter.strip()) {
                case "hit", "hit=?1" -> {
                    return HIT;
                }
                case "fwd=stale" -> {
                    return STALE;
                }
                default -> {}
            }
        }
        return MISS;
    }

    private static CacheStatus ofWord(String word) {
        var upper = word.toUpperCase(Locale.ROOT);
        if (upper.contains("STALE") || upper.contains("UPDATING")) {
            return STALE;
        }
        return upper.startsWith("HIT") || upper.contains("_HIT") || upper.startsWith("REVALIDATED") ? HIT : MISS;
    }

    private static String last(List<String> values) {
        if (values.isEmpty()) {
            return "";
        }
        var members = values.getLast().split(",");
        return members.length == 0 ? "" : members[members.length - 1].strip();
    }
}
