package dev.preheat.fill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.Cache;
import dev.preheat.testing.DocTable;
import dev.preheat.testing.Link;
import dev.preheat.testing.Title;
import dev.preheat.testing.Visitor;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What becomes of every fault in every edge. The table of docs/edges.md is compared with what happened, cell by cell; and
 * what is called proved is played from the edge with its origin gone.
 */
class FaultTableIT {
    private static final byte[] BODY = new byte[300_000];
    private static final byte[] OTHER = new byte[300_000];

    @TempDir
    Path docroot;

    private static final Map<String, Behaviour> FAULTS = faults();

    static {
        OTHER[0] = 1;
    }

    private static Map<String, Behaviour> faults() {
        var faults = new LinkedHashMap<String, Behaviour>();
        faults.put("none", Behaviour.ok(BODY));
        faults.put("404", Behaviour.status(404));
        faults.put("500", Behaviour.status(500));
        faults.put("503", Behaviour.status(503));
        faults.put("302", Behaviour.redirect("/elsewhere"));
        faults.put("connection reset", Behaviour.resetAtOnce());
        faults.put("no HTTP", Behaviour.garbage());
        faults.put("64 KiB of headers", Behaviour.hugeHeaders(BODY));
        faults.put("silent", Behaviour.silent());
        faults.put("stops in the middle", Behaviour.stalled(BODY));
        faults.put("ends in the middle", Behaviour.truncated(BODY));
        faults.put("ends in the middle, no length", Behaviour.truncatedChunked(BODY));
        faults.put("`no-store`", Behaviour.noStore(BODY));
        faults.put("`private`", Behaviour.privately(BODY));
        faults.put("`no-cache`", Behaviour.ok(BODY, "Cache-Control: no-cache"));
        faults.put("`max-age=0`", Behaviour.ok(BODY, "Cache-Control: max-age=0"));
        faults.put("`Set-Cookie`", Behaviour.setCookie(BODY));
        faults.put("`Vary: *`", Behaviour.varyStar(BODY));
        faults.put("`Vary: User-Agent`", Behaviour.ok(BODY, "Vary: User-Agent"));
        faults.put("another body each time", Behaviour.changing(BODY.length));
        return faults;
    }

    @ParameterizedTest
    @EnumSource(EdgeKind.class)
    void everyFaultEndsAsTheTableSays(EdgeKind kind) throws Exception {
        var seen = new LinkedHashMap<String, String>();
        try (var origin = BadOrigin.start();
                var edge = kind.impatient(origin.uri())) {
            for (var fault : FAULTS.entrySet()) {
                var path = "/" + seen.size() + ".ts";
                origin.at(path, fault.getValue());
                var outcome = EdgeFills.into(kind.at(edge.uri())).fill(path);
                var word = EdgeFills.word(outcome);

                if (word.equals("proved")) {
                    origin.at(path, Behaviour.status(500));
                    word = played(edge, path) ? word : "FALSELY PROVED";
                }
                seen.put(fault.getKey(), word);
            }
        }
        seen.put("larger than it stores", largerThanItStores(kind));
        seen.put("replaced under the same name", replacedUnderTheSameName(kind));
        seen.put("validators differ between slices", validatorsDifferBetweenSlices(kind));
        seen.put("stored 404", stored404(kind));
        seen.put("limit_req", refusing(kind));
        seen.put("no lines at all", withoutLines(kind));
        seen.put("several machines", severalMachines(kind));
        System.out.println(kind + " " + seen);
        assertThat(seen.values()).as(kind.title()).doesNotContain("FALSELY PROVED");
        var documented = documented(kind);
        assertThat(documented.keySet()).isEqualTo(seen.keySet());
        assertThat(seen)
                .as(kind.title())
                .allSatisfy((fault, word) -> assertThat(
                                List.of(documented.getOrDefault(fault, "").split(" or ")))
                        .as(fault)
                        .contains(word));
    }

    private static String largerThanItStores(EdgeKind kind) throws Exception {
        try (var origin = BadOrigin.start().at("/large.mp4", Behaviour.ok(new byte[70_000_000]));
                var edge = kind.small(origin.uri())) {
            var word = EdgeFills.word(EdgeFills.into(kind.at(edge.uri())).fill("/large.mp4"));
            origin.at("/large.mp4", Behaviour.status(500));
            return word.equals("proved") && !played(edge, "/large.mp4") ? "FALSELY PROVED" : word;
        }
    }

    private static String replacedUnderTheSameName(EdgeKind kind) throws Exception {
        try (var origin = BadOrigin.start().at("/a.mp4", Behaviour.ok(BODY));
                var edge = kind.before(origin.uri())) {
            var fills = EdgeFills.into(kind.at(edge.uri())).from(origin.uri());
            assertThat(EdgeFills.word(fills.fill("/a.mp4"))).isEqualTo("proved");
            origin.at("/a.mp4", Behaviour.ok(OTHER));
            return EdgeFills.word(fills.fill("/a.mp4"));
        }
    }

    private static String validatorsDifferBetweenSlices(EdgeKind kind) throws Exception {
        if (kind != EdgeKind.NGINX_SLICE) {
            return "–";
        }
        var file = new byte[3_000_000];
        var mixed = Behaviour.each(nth -> Behaviour.only(file, "ETag: \"" + nth % 2 + "\"", Behaviour.FRESH));
        try (var origin = BadOrigin.start().at("/a.mp4", mixed);
                var edge = kind.before(origin.uri())) {
            return EdgeFills.word(EdgeFills.into(kind.at(edge.uri())).fill("/a.mp4"));
        }
    }

    private static String stored404(EdgeKind kind) throws Exception {
        try (var origin = BadOrigin.start().at("/a.ts", Behaviour.status(404, "Cache-Control: max-age=300"));
                var edge = kind.before(origin.uri())) {
            Visitor.get(edge.uri(), NginxFills.HOST, "/a.ts");
            origin.at("/a.ts", Behaviour.ok(BODY));
            var fills = EdgeFills.into(kind.at(edge.uri())).from(origin.uri());
            return EdgeFills.word(fills.fill("/a.ts"));
        }
    }

    private String refusing(EdgeKind kind) throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.TS, 49, 2_000));
        try (var origin = BadOrigin.start().serving(title)) {
            return word(kind, kind.refusing(origin.uri()), title.path());
        }
    }

    private static String withoutLines(EdgeKind kind) throws Exception {
        try (var origin = BadOrigin.start().at("/a.ts", Behaviour.ok(BODY))) {
            return word(kind, kind.withoutLines(origin.uri()), "/a.ts");
        }
    }

    private static String word(EdgeKind kind, Optional<Cache> started, String path) throws Exception {
        if (started.isEmpty()) {
            return "–";
        }
        try (var edge = started.get()) {
            return EdgeFills.word(EdgeFills.into(kind.at(edge.uri())).fill(path));
        }
    }

    private static String severalMachines(EdgeKind kind) throws Exception {
        try (var origin = BadOrigin.start().at("/0.ts", Behaviour.ok(BODY));
                var one = kind.before(origin.uri());
                var two = kind.before(origin.uri());
                var three = kind.before(origin.uri());
                var balancer = Link.inTurn(Stream.of(one, two, three)
                        .map(cache -> cache.uri().getPort())
                        .toList())) {
            var edge = kind.at(URI.create("http://" + balancer.address()));
            return EdgeFills.word(EdgeFills.into(edge).fill("/0.ts"));
        }
    }

    private static boolean played(Cache edge, String path) {
        var answer = Visitor.get(edge.uri(), NginxFills.HOST, path);
        return answer.status() == 200 && answer.body().length >= BODY.length;
    }

    // | fault | nginx | nginx with `slice` | …
    private static Map<String, String> documented(EdgeKind kind) {
        var table = DocTable.of("edges.md", "## What becomes of a fault");
        var cells = new LinkedHashMap<String, String>();
        for (int row = 0; row < table.rows().size(); row++) {
            cells.put(
                    table.rows().get(row).getFirst(), table.column(kind.title()).get(row));
        }
        return cells;
    }
}
