package dev.preheat.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheStatusTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // RFC 9211
                "HIT     | Cache-Status: ExampleCache; hit",
                "HIT     | Cache-Status: ExampleCache; hit; ttl=376",
                "MISS    | Cache-Status: ExampleCache; fwd=miss; stored",
                "MISS    | Cache-Status: ExampleCache; fwd=uri-miss",
                "STALE   | Cache-Status: ExampleCache; fwd=stale; fwd-status=304",
                "MISS    | Cache-Status: OriginCache; hit; ttl=1100, CDN Company Here; fwd=uri-miss",
                "HIT     | Cache-Status: OriginCache; fwd=uri-miss; stored, CDN Company Here; hit; ttl=545",
                // nginx, as its $upstream_cache_status is commonly shown
                "HIT     | X-Cache-Status: HIT",
                "MISS    | X-Cache-Status: MISS",
                "MISS    | X-Cache-Status: EXPIRED",
                "MISS    | X-Cache-Status: BYPASS",
                "STALE   | X-Cache-Status: STALE",
                "STALE   | X-Cache-Status: UPDATING",
                "HIT     | X-Cache-Status: REVALIDATED",
                // a shield's stored word beside the edge's own, which comes last
                "MISS    | X-Cache-Status: HIT, MISS",
                "HIT     | X-Cache-Status: MISS / X-Cache-Status: HIT",
                // Squid, Varnish by custom, CDNs
                "HIT     | X-Cache: HIT from squid.example",
                "MISS    | X-Cache: MISS from squid.example",
                "HIT     | X-Cache: TCP_HIT",
                "HIT     | X-Cache: TCP_MEM_HIT from a.example",
                "MISS    | X-Cache: TCP_MISS",
                "HIT     | X-Cache: hit-fresh",
                "MISS    | X-Cache: Error from cloudfront",
                // the standard's word counts before the others
                "MISS    | X-Cache: HIT / Cache-Status: a; fwd=miss",
                // no word at all; Age is none
                "UNKNOWN | Age: 120",
                "UNKNOWN | Via: 1.1 varnish",
                "UNKNOWN | X-Cache:",
            })
    void readsTheEdgesLastWord(CacheStatus expected, String fields) {
        assertThat(CacheStatus.said(answer(fields))).isEqualTo(expected);
    }

    /** An answer with these header fields, written as {@code Name: value / Name: value}. */
    static Exchange.Answer answer(String fields) {
        var headers = new HashMap<String, List<String>>();
        for (var field : fields.split(" / ")) {
            var parts = field.split(":", 2);
            headers.computeIfAbsent(parts[0].strip().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(parts[1].strip());
        }
        return new Exchange.Answer(200, Map.copyOf(headers), 0, false, new byte[0], 0, 0);
    }
}
