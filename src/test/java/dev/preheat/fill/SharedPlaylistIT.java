package dev.preheat.fill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.testing.Link;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Title;
import dev.preheat.testing.Visitor;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines behind one address that all have the playlist already. */
class SharedPlaylistIT {
    @TempDir
    Path docroot;

    @ParameterizedTest
    @ValueSource(ints = {1, 40})
    void aPlaylistThatEveryMachineHasHidesNobody(int segments) throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.TS, segments, 20_000));
        try (var origin = Nginx.origin(docroot);
                var one = Nginx.edge(origin.uri());
                var other = Nginx.edge(origin.uri());
                var balancer =
                        Link.inTurn(List.of(one.uri().getPort(), other.uri().getPort()))) {
            for (var machine : List.of(one, other)) {
                Visitor.get(machine.uri(), NginxFills.HOST, title.path());
            }
            var edge = EdgeKind.NGINX.at(URI.create("http://" + balancer.address()));
            assertThat(EdgeFills.word(EdgeFills.into(edge).fill(title.path()))).isEqualTo("several_machines");
        }
    }
}
