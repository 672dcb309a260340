package dev.preheat.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.signing.RequestSignature;
import dev.preheat.testing.RawHttp;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as its own process: a SIGHUP, what it changes, and what it leaves. */
class ReloadTest {
    private static final String TASK = "0".repeat(32);

    @TempDir
    private Path dir;

    @Test
    void aHangupChangesPermissionsAndAWrongFileNothing() throws Exception {
        var file = write("[]", "");
        var service = new ProcessBuilder(
                        "env", // a test run under nohup ignores SIGHUP, and so would all it starts
                        "--default-signal=HUP",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dlogback.configurationFile=logback.xml", // the product's, not the tests'
                        Main.class.getName(),
                        "serve",
                        "--config",
                        file.toString(),
                        "--data",
                        dir.toString())
                .redirectErrorStream(true)
                .start();
        CompletableFuture.delayedExecutor(2, TimeUnit.MINUTES).execute(service::destroyForcibly); // nothing hangs
        try (var log = service.inputReader()) {
            int port = Integer.parseInt(until(log, "preheat ready").replaceAll(".*:", ""));
            assertThat(show(port)).contains("VOD.10074");

            write("[ VOD ReadOnlyAccess ]", "");
            hangUp(service);
            until(log, "reloaded: 2 users");
            assertThat(show(port)).contains("VOD.10062");

            write("[ VOD FullAccess", "");
            hangUp(service);
            until(log, "is not YAML");
            assertThat(show(port)).contains("VOD.10062");

            write("[]", "quota: { assets-per-day: 5 }");
            hangUp(service);
            until(log, "quota has changed; this takes effect at the next start");
            assertThat(show(port)).contains("VOD.10074");
        } finally {
            service.destroy();
            assertThat(service.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private Path write(String policies, String more) throws IOException {
        return Files.writeString(dir.resolve("preheat.yaml"), """
                listen: 127.0.0.1:0
                accounts:
                  - name: acme
                    projects: [ { id: p1, name: n } ]
                    users:
                      - { name: acme, owner: true, access-keys: [ { ak: AK1, sk: s } ] }
                      - { name: viewer, policies: %s, access-keys: [ { ak: AK2, sk: s } ] }
                %s
                """.formatted(policies, more));
    }

    private static void hangUp(Process service) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-HUP", Long.toString(service.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    private static String until(BufferedReader log, String words) throws IOException {
        var said = new StringBuilder();
        for (var line = log.readLine(); line != null; line = log.readLine()) {
            said.append(line).append('\n');
            if (line.contains(words)) {
                return line;
            }
        }
        throw new AssertionError("it ended without saying '" + words + "':\n" + said);
    }

    private static String show(int port) throws IOException {
        var path = "/v1.0/p1/asset/preheating";
        var fields = new TreeMap<String, String>();
        fields.put("x-sdk-date", RequestSignature.date(InstantSource.system().instant()));
        var authorization =
                RequestSignature.authorization("AK2", "s", "GET", path, "task_id=" + TASK, fields, new byte[0]);
        return RawHttp.exchange(
                port,
                "GET " + path + "?task_id=" + TASK + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Sdk-Date: "
                        + fields.get("x-sdk-date") + "\r\nAuthorization: " + authorization + "\r\n\r\n");
    }
}
