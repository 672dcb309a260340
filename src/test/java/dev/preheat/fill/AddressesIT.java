package dev.preheat.fill;

import static dev.preheat.fill.NginxFills.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.Visitor;
import dev.preheat.url.Url;
import dev.preheat.wire.Ask;
import dev.preheat.wire.EdgeClient;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Odd addresses, byte for byte on the wire and through real caches. */
class AddressesIT {
    private static final byte[] SEGMENT = new byte[100_000];
    private static final String PLAYLIST = """
            #EXTM3U
            #EXT-X-TARGETDURATION:4
            #EXTINF:4,
            film[1080p]-1.ts
            #EXTINF:4,
            a|b-2^.ts
            #EXTINF:4,
            3.ts?tag={x}&k[]=1|2^3`
            #EXTINF:4,
            {4}`.ts
            #EXT-X-ENDLIST
            """;
    private static final List<String> SPELLINGS = List.of(
            "/t/film[1080p]-1.ts",
            "/t/a|b-2^.ts",
            "/t/a%7Cb-2%5E.ts",
            "/t/3.ts?tag={x}&k[]=1|2^3`",
            "/t/%7B4%7D%60.ts");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a[1]|^%7B%7D%60.ts?k[]={x}|^`\\",
                "//other.example/x.ts",
                "/50%.ts?%zz",
                "/a:b/http://c?",
                "/%5b%5D%7C",
                "/'()*+,;=@~!$&"
            })
    void areSentAsTheyAre(String target) throws Exception {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var client = new EdgeClient(SystemDefaultDnsResolver.INSTANCE, NginxFills.CLOCK, _ -> "Preheat")) {
            var line = threads.submit(() -> {
                try (var socket = listener.accept();
                        var in = new BufferedReader(
                                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
                    return in.readLine() + " " + in.readLine();
                }
            });
            var address = URI.create("http://127.0.0.1:" + listener.getLocalPort());
            try (var connection = client.connect(address, Url.of("http://" + HOST + target))) {
                connection.ask(Ask.glance());
            }
            assertThat(line.get()).isEqualTo("HEAD " + target + " HTTP/1.1 Host: " + HOST);
        }
    }

    /** Each segment as a standard browser and as Chromium asks for it, after the origin has gone. */
    @ParameterizedTest
    @EnumSource(EdgeKind.class)
    void areServedFromEveryKindOfEdge(EdgeKind kind) throws Exception {
        try (var origin = BadOrigin.start();
                var edge = kind.before(origin.uri())) {
            SPELLINGS.forEach(path -> origin.at(path, Behaviour.ok(SEGMENT)));
            origin.at("/t/[i].m3u8?{x}", Behaviour.ok(PLAYLIST.getBytes(StandardCharsets.UTF_8)));

            var outcome = EdgeFills.into(kind.at(edge.uri())).fill("/t/[i].m3u8?{x}");
            assertThat(EdgeFills.word(outcome))
                    .as("%s, asked for %s", outcome, asked(origin))
                    .isEqualTo("proved");
            int before = origin.requests().size();
            for (var path : SPELLINGS) {
                assertThat(Visitor.get(edge.uri(), HOST, path).status())
                        .as(path)
                        .isEqualTo(200);
            }
            assertThat(origin.requests()).as(asked(origin).toString()).hasSize(before);
        }
    }

    /** Its segments are asked for beside the manifest, in the spelling that the browser gave that. */
    @Test
    void aTitleInAnOddFolderIsFilledInBothSpellings() throws Exception {
        var playlist =
                "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n1.ts\n#EXT-X-ENDLIST\n".getBytes(StandardCharsets.UTF_8);
        try (var origin = BadOrigin.start();
                var edge = EdgeKind.NGINX.before(origin.uri())) {
            for (var folder : List.of("/a|b/", "/a%7Cb/")) {
                origin.at(folder + "i.m3u8", Behaviour.ok(playlist)).at(folder + "1.ts", Behaviour.ok(SEGMENT));
            }
            var outcome = EdgeFills.into(EdgeKind.NGINX.at(edge.uri()))
                    .from(origin.uri())
                    .fill("/a|b/i.m3u8");

            NginxFills.proved(outcome);
            int before = origin.requests().size();
            for (var path : List.of("/a|b/i.m3u8", "/a|b/1.ts", "/a%7Cb/i.m3u8", "/a%7Cb/1.ts")) {
                assertThat(Visitor.get(edge.uri(), HOST, path).status())
                        .as(path)
                        .isEqualTo(200);
            }
            assertThat(origin.requests()).hasSize(before);
        }
    }

    private static List<String> asked(BadOrigin origin) {
        return origin.requests().stream().map(BadOrigin.Asked::path).distinct().toList();
    }
}
