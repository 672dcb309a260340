package dev.preheat.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.config.Config;
import dev.preheat.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveTest {
    @TempDir
    private Path dir;

    @Test
    void namesTheKeysThatNeedARestart() throws IOException {
        var started = config("listen: { address: '[::1]:80', trusted-proxies: [ 127.0.0.1, 10.0.0.0/8 ] }");
        var wanted = config("listen: { address: '[::1]:80', trusted-proxies: [ 127.0.0.1 ] }");
        assertThat(Live.laggards(started, started)).isEmpty();
        assertThat(Live.laggards(started, wanted)).containsExactly("listen.trusted-proxies");
    }

    private Config config(String listen) throws IOException {
        var file = Files.writeString(dir.resolve("preheat.yaml"), listen + """

                accounts:
                  - name: acme
                    projects: [ { id: p1, name: n } ]
                    users: [ { name: acme, owner: true, access-keys: [ { ak: AK1, sk: s } ] } ]
                """);
        return ((ConfigFile.Read.Good) ConfigFile.read(file, dir)).config();
    }
}
