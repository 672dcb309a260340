package dev.preheat.fill;

import static dev.preheat.fill.NginxFills.HOST;
import static dev.preheat.fill.NginxFills.proved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.Visitor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Addresses with characters that browsers send as they are, in every kind of edge: what players ask for is there. */
class AddressesIT {
    private static final String PLAYLIST = """
            #EXTM3U
            #EXT-X-TARGETDURATION:4
            #EXTINF:4,
            film[1080p]-1.ts
            #EXTINF:4,
            a|b^c-2.ts
            #EXTINF:4,
            3.ts?tag={x}&k[]=1|2^3`
            #EXTINF:4,
            100%/a b/"4".ts
            #EXT-X-ENDLIST
            """;

    // What Node.js, Firefox and Chromium send; the last differs from the others in bars and carets of a path alone.
    private static final List<String> ASKED = List.of(
            "/[hd]/film[1080p]-1.ts",
            "/[hd]/a|b^c-2.ts",
            "/[hd]/a%7Cb%5Ec-2.ts",
            "/[hd]/3.ts?tag={x}&k[]=1|2^3`",
            "/[hd]/100%25/a%20b/%224%22.ts");

    @ParameterizedTest
    @EnumSource(EdgeKind.class)
    void whatPlayersSendAsItIsIsStoredAsItIs(EdgeKind kind) throws Exception {
        try (var origin = BadOrigin.start();
                var edge = kind.before(origin.uri())) {
            var playlist = PLAYLIST.replace("100%", "100%25").getBytes(StandardCharsets.UTF_8);
            origin.at("/[hd]/index.m3u8", Behaviour.ok(playlist));
            ASKED.forEach(path -> origin.at(path, Behaviour.ok(new byte[9_000])));
            var proved = proved(EdgeFills.into(kind.at(edge.uri())).fill("/[hd]/index.m3u8"));
            assertThat(proved.progress().objectsDone()).isEqualTo(6);

            int asked = origin.requests().size();
            assertThat(ASKED)
                    .allMatch(path -> Visitor.get(edge.uri(), HOST, path).status() == 200);
            assertThat(origin.requests()).hasSize(asked);
        }
    }
}
