package dev.preheat.wire;

import java.util.List;
import java.util.Locale;

/** An edge's own word on where an answer came from. Where a shield spoke too, the last word is the edge's. */
public enum CacheStatus {
    HIT,
    STALE,
    MISS,
    /** It says nothing. {@code Age} is no word: 0 proves nothing, and more may be a shield's. */
    UNKNOWN;

    private static final List<String> NAMES = List.of("x-cache-status", "x-cache");

    /** The standard word, or else one of those in common use. */
    public static CacheStatus said(Exchange.Answer answer) {
        return standard(answer).or(named(answer, NAMES));
    }

    /** The word of RFC 9211: {@code Name; hit; ttl=3} or {@code Name; fwd=miss; stored}. */
    public static CacheStatus standard(Exchange.Answer answer) {
        var member = last(answer.all("cache-status"));
        return member.isEmpty() ? UNKNOWN : ofStandard(member);
    }

    /** The word in the first of these fields that is there. */
    public static CacheStatus named(Exchange.Answer answer, List<String> names) {
        return names.stream()
                .map(name -> last(answer.all(name)))
                .filter(word -> !word.isEmpty())
                .findFirst()
                .map(CacheStatus::ofWord)
                .orElse(UNKNOWN);
    }

    /** Whether the edge says that it passed its cache by ({@code proxy_cache_bypass}). */
    public static boolean isBypassed(Exchange.Answer answer) {
        return NAMES.stream().anyMatch(name -> last(answer.all(name)).equalsIgnoreCase("BYPASS"));
    }

    /** This word, or {@code other} where it says nothing. */
    public CacheStatus or(CacheStatus other) {
        return this == UNKNOWN ? other : this;
    }

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
