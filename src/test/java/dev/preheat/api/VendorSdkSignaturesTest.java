package dev.preheat.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huaweicloud.sdk.core.exception.ClientRequestException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vendor's Java SDK, unchanged, in every way it can sign, against a real server. */
class VendorSdkSignaturesTest {
    @TempDir
    static Path folder;

    private static WireFixture wire;
    private static String endpoint;

    @BeforeAll
    static void start() throws Exception {
        var now = InstantSource.system().instant();
        wire = new WireFixture(folder, Map.of("clock", now.toString()));
        endpoint = "http://127.0.0.1:" + wire.server.port();
    }

    @AfterAll
    static void stop() {
        wire.close();
    }

    static List<String> ways() {
        return SdkProgram.WAYS;
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aTaskIsCreatedAndShown(String way) {
        var client = SdkProgram.client(endpoint, way, WireFixture.SECRET);
        assertThat(SdkProgram.show(client, SdkProgram.create(client))).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void anotherSecretIsRefused(String way) {
        var good = SdkProgram.client(endpoint, way, WireFixture.SECRET);
        var bad = SdkProgram.client(endpoint, way, "another-secret-key");
        assertThatThrownBy(() -> SdkProgram.create(bad))
                .isInstanceOfSatisfying(ClientRequestException.class, refused -> {
                    assertThat(refused.getHttpStatusCode()).isEqualTo(401);
                    assertThat(refused.getErrorCode()).isEqualTo("APIGW.0301");
                    assertThat(refused.getErrorMsg()).contains("verify aksk signature fail");
                });
        SdkProgram.create(good); // so that the wrong ones are not in a row
    }

    @Test
    void aSlashAtTheEndOfTheEndpointDoesNoHarm() {
        assertThat(SdkProgram.create(SdkProgram.client(endpoint + "/", "SM2_SM3", WireFixture.SECRET)))
                .hasSize(32);
    }
}
