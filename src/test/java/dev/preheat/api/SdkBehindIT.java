package dev.preheat.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.exception.ClientRequestException;
import com.huaweicloud.sdk.core.http.HttpConfig;
import com.huaweicloud.sdk.vod.v1.VodClient;
import com.huaweicloud.sdk.vod.v1.model.CreatePreheatingAssetReq;
import com.huaweicloud.sdk.vod.v1.model.CreatePreheatingAssetRequest;
import com.huaweicloud.sdk.vod.v1.model.ShowPreheatingAssetRequest;
import dev.preheat.testing.Certificates;
import dev.preheat.testing.Nginx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vendor's Java SDK, unmodified, through what may stand between it and us. */
class SdkBehindIT {
    private static final String FILM = "f488337c31c8e4622f1590735b134c65";

    @TempDir
    Path folder;

    private final Map<String, String> settings =
            new HashMap<>(Map.of("clock", Instant.now().toString()));

    @Test
    void isProvedOverTls() throws Exception {
        Certificates.write(folder, "localhost", "EC");
        settings.put("tls", folder.toString());
        try (var wire = new WireFixture(folder, settings)) {
            preheat("https://127.0.0.1:" + wire.server.port());
        }
    }

    @Test
    void isProvedBehindAProxyThatKeepsTheHost() throws Exception {
        try (var wire = new WireFixture(folder, settings);
                var proxy = Nginx.proxy(wire.server.port(), "proxy_set_header Host $http_host;")) {
            preheat(proxy.uri().toString());
        }
    }

    @Test
    void isRefusedBehindAProxyThatDoesNot() throws Exception {
        try (var wire = new WireFixture(folder, settings);
                var proxy = Nginx.proxy(wire.server.port(), "")) {
            assertThatThrownBy(() -> preheat(proxy.uri().toString()))
                    .isInstanceOfSatisfying(ClientRequestException.class, refusal -> {
                        assertThat(refusal.getHttpStatusCode()).isEqualTo(401);
                        assertThat(refusal.getErrorMsg()).contains("verify aksk signature fail");
                    });
        }
    }

    @Test
    void isToldWhenItCallsTooOften() throws Exception {
        settings.put("create-per-minute", "1");
        try (var wire = new WireFixture(folder, settings)) {
            var endpoint = "http://127.0.0.1:" + wire.server.port();
            preheat(endpoint);
            assertThatThrownBy(() -> preheat(endpoint))
                    .isInstanceOfSatisfying(ClientRequestException.class, refusal -> {
                        assertThat(refusal.getHttpStatusCode()).isEqualTo(429);
                        assertThat(refusal.getErrorCode()).isEqualTo("APIGW.0308");
                        assertThat(refusal.getRequestId()).matches("[0-9a-f]{32}");
                    });
        }
    }

    private static void preheat(String endpoint) {
        var credentials = new BasicCredentials()
                .withAk("AKEXAMPLE")
                .withSk(WireFixture.SECRET)
                .withProjectId(WireFixture.PROJECT.value());
        var client = VodClient.newBuilder()
                .withCredential(credentials)
                .withHttpConfig(HttpConfig.getDefaultHttpConfig().withIgnoreSSLVerification(true))
                .withEndpoints(List.of(endpoint))
                .build();
        var task = client.createPreheatingAsset(
                new CreatePreheatingAssetRequest().withBody(new CreatePreheatingAssetReq().withAssetId(FILM)));
        var shown = client.showPreheatingAsset(new ShowPreheatingAssetRequest().withTaskId(task.getTaskId()));
        assertThat(shown.getPreheatingResults()).hasSize(2);
    }
}
