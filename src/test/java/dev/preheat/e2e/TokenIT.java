package dev.preheat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.testing.Awaits;
import dev.preheat.testing.Logins;
import dev.preheat.testing.RawHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a token lives: through restarts and reloads, and not when its user becomes another. */
class TokenIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final URI NO_EDGE = URI.create("http://127.0.0.1:9"); // nothing is accepted here, so nothing filled
    private static final String NO_TASK = "0".repeat(32);
    private static final String GOOD = "400 VOD.10062"; // he may look for it, and it is not there
    private static final String DEAD = "401 APIGW.0301";
    private static final String EDITOR = user(Logins.HASH.text(), "VOD FullAccess", "{ ak: AKEDITOR, sk: one }");

    /** The same password, but another line of it. */
    private static final String OTHER_HASH =
            "$pbkdf2-sha512$v1$100001" + Logins.HASH.text().substring(24);

    private static final List<String> CHANGED = List.of(
            user(OTHER_HASH, "VOD FullAccess", "{ ak: AKEDITOR, sk: one }"),
            user(Logins.HASH.text(), "VOD FullAccess", "{ ak: AKEDITOR, sk: another }"),
            user(Logins.HASH.text(), "VOD FullAccess", ""),
            user(Logins.HASH.text(), "VOD ReadOnlyAccess", "{ ak: AKEDITOR, sk: one }"),
            user(Logins.HASH.text(), "VOD FullAccess, no-preheat", "{ ak: AKEDITOR, sk: one }"),
            "");

    @TempDir
    private Path dir;

    private Service service;
    private int reloads;

    @BeforeEach
    void start() {
        write(EDITOR);
        service = Service.start(dir);
    }

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void outlivesAStopAndAKill() throws IOException {
        var token = Tokens.of(service.endpoint(), "editor");
        assertThat(shown(token)).isEqualTo(GOOD);
        assertThat(service.terminate().out()).contains("preheat stopped");
        restart();
        assertThat(shown(token)).isEqualTo(GOOD);
        service.kill();
        restart();
        assertThat(shown(token)).isEqualTo(GOOD);
    }

    @Test
    void diesAtOnceWithWhateverItsUserIs() throws IOException {
        var token = Tokens.of(service.endpoint(), "editor");
        var owners = Tokens.ofOwner(service.endpoint());
        for (var changed : CHANGED) {
            reload(changed);
            assertThat(shown(token)).as(changed).isEqualTo(DEAD);
            assertThat(shown(owners)).isEqualTo(GOOD);
            reload(EDITOR);
            assertThat(shown(token)).isEqualTo(GOOD);
        }
    }

    @Test
    void diesWithAChangeThatARestartBrings() throws IOException {
        var token = Tokens.of(service.endpoint(), "editor");
        service.terminate();
        write(CHANGED.getFirst());
        restart();
        assertThat(shown(token)).isEqualTo(DEAD);
    }

    private void restart() {
        service.close();
        service = Service.start(dir);
    }

    private void reload(String editor) {
        reloads++;
        write(editor);
        service.hangUp();
        Awaits.await("reload " + reloads, PATIENCE, () -> service.log().split("reloaded: ", -1).length > reloads);
    }

    private void write(String editor) {
        var setup = new Setup(NO_EDGE, 1_000);
        if (editor.isEmpty()) {
            setup.write(dir);
        } else {
            setup.write(dir, editor);
        }
    }

    private static String user(String password, String policies, String key) {
        return "{ name: editor, password: %s, policies: [ %s ]".formatted(password, policies)
                + (key.isEmpty() ? " }" : ", access-keys: [ " + key + " ] }");
    }

    private String shown(String token) throws IOException {
        var show = Pass.ofToken(token).show(NO_TASK);
        return Pass.outcome(RawHttp.exchange(service.endpoint().getPort(), show));
    }
}
