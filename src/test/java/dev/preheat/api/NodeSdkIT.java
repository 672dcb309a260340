package dev.preheat.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vendor's Node SDK, unchanged, as npm installs it. It signs a body on a GET too. */
class NodeSdkIT {
    private static final Path SDK = Path.of("target/node-sdk").toAbsolutePath();

    @TempDir
    static Path folder;

    private static WireFixture wire;

    @BeforeAll
    static void start() throws Exception {
        Files.createDirectories(SDK);
        for (var file : List.of("package.json", "package-lock.json", "call.js", "catalogue.js")) {
            Files.write(SDK.resolve(file), Files.readAllBytes(Path.of("src/test/resources/node", file)));
        }
        if (!Files.exists(SDK.resolve("node_modules/.package-lock.json"))) {
            var installed = run(Map.of(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            assertThat(installed).as("npm ci").contains("added");
        }
        var now = InstantSource.system().instant();
        wire = new WireFixture(folder, Map.of("clock", now.toString()));
    }

    @AfterAll
    static void stop() {
        wire.close();
    }

    @Test
    void aTaskIsCreatedAndShown() throws Exception {
        assertThat(call(Map.of("AK", SdkProgram.ACCESS_KEY))).isEqualTo("2");
    }

    @Test
    void aTaskIsCreatedAndShownWithATemporaryKey() throws Exception {
        assertThat(call(Map.of("AK", "AKTEMPORARY", "SECURITY_TOKEN", SdkProgram.SECURITY_TOKEN)))
                .isEqualTo("2");
    }

    @Test
    void itsProjectIsFoundByItsRegion() throws Exception {
        assertThat(call(Map.of("AK", SdkProgram.ACCESS_KEY, "PROJECT_ID", "", "REGION", "cn-north-4")))
                .isEqualTo("2");
    }

    @Test
    void aTaskIsCreatedAndShownWithADerivedKey() throws Exception {
        assertThat(call(Map.of("AK", SdkProgram.ACCESS_KEY, "REGION", "cn-north-4", "DERIVED", "yes")))
                .isEqualTo("derived\nderived\nderived\n2");
    }

    @Test
    void theCatalogueIsDriven() throws Exception {
        var environment = settings(Map.of("AK", SdkProgram.ACCESS_KEY));
        assertThat(run(environment, "node", "catalogue.js").lines())
                .containsExactly("PUBLISHED UNCREATED", "The draft", "2", "3", "CREATED UNCREATED", "DELETED UNKNOW");
    }

    @Test
    void anotherSecretIsRefused() throws Exception {
        assertThat(call(Map.of("AK", "AKVIEWER", "SK", "another-secret-key")))
                .contains("401 APIGW.0301 Incorrect IAM authentication information: verify aksk signature fail");
    }

    private static String call(Map<String, String> given) throws Exception {
        return run(settings(given), "node", "call.js").strip();
    }

    private static Map<String, String> settings(Map<String, String> given) {
        var settings = new HashMap<>(Map.of(
                "ENDPOINT",
                "http://127.0.0.1:" + wire.server.port(),
                "SK",
                WireFixture.SECRET,
                "PROJECT_ID",
                WireFixture.PROJECT.value(),
                "ASSET",
                SdkProgram.ASSET));
        settings.putAll(given);
        return settings;
    }

    private static String run(Map<String, String> environment, String... command) throws Exception {
        var out = Files.createTempFile(folder, "out-", ".txt");
        var builder = new ProcessBuilder(command)
                .directory(SDK.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().putAll(environment);
        var process = started(builder);
        assertThat(process.waitFor(300, TimeUnit.SECONDS))
                .as(command[0] + " ends")
                .isTrue();
        return Files.readString(out);
    }

    private static Process started(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException missing) {
            return fail("this test needs Node.js and npm: apt install nodejs npm", missing);
        }
    }
}
