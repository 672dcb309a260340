package dev.preheat.own;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.api.WireFixture;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.FillOutcome.Failed;
import dev.preheat.preheat.FillOutcome.Proved;
import dev.preheat.preheat.Progress;
import dev.preheat.preheat.Progress.Omitted;
import dev.preheat.preheat.Progress.Play;
import dev.preheat.preheat.Proof;
import dev.preheat.signing.RequestSignature;
import dev.preheat.testing.RawHttp;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How fills that have been worked on are shown, by the vendor's operation and by ours. */
class ShowTaskTest {
    private static final Instant NOW = Instant.parse("2025-11-26T12:00:00Z");
    private static final Instant LATER = Instant.parse("2025-11-26T12:05:00.250Z");
    private static final Progress ALL = new Progress(3, 3, 3_000, 700);

    @TempDir
    Path folder;

    private WireFixture wire;
    private String task = "";

    @BeforeEach
    void create() throws Exception {
        wire = new WireFixture(folder, Map.of());
        var created = call("POST", "/v1.0/" + WireFixture.PROJECT + "/asset/preheating", "", """
                {"urls":["http://cdn.example.com/asset/f488337c31c8e4622f1590735b134c65/film.mp4"]}""");
        task = created.replaceFirst("(?s).*\"task_id\":\"(\\w+)\".*", "$1");
    }

    @AfterEach
    void close() {
        wire.close();
    }

    @Test
    void aRunningFillHasNoDueTime() throws Exception {
        wire.queue.claim(WireFixture.EDGE, WireFixture.ACCOUNT, 1);
        assertThat(shown())
                .contains("\"state\":\"running\",\"attempts\":1,\"objects_done\":0")
                .doesNotContain("null");
    }

    @Test
    void aProvedFillShowsItsProof() throws Exception {
        var fill = wire.queue.claim(WireFixture.EDGE, WireFixture.ACCOUNT, 1).getFirst();
        wire.queue.succeed(fill, new Proved(new Proof(Proof.Kind.PROBE, NOW, Optional.of(LATER)), ALL));
        assertThat(shown())
                .contains("\"status\":\"succeed\",\"created_at\"")
                .endsWith("\"fills\":[{\"edge\":\"sg-1\",\"state\":\"succeeded\",\"attempts\":1,\"objects_done\":3,"
                        + "\"objects_known\":3,\"bytes_done\":3000,\"bytes_received\":700,\"proof\":{\"kind\":\"probe\","
                        + "\"at\":\"2025-11-26T12:00:00Z\",\"fresh_until\":\"2025-11-26T12:05:00.250Z\"}}]}]}");
        assertThat(results()).endsWith("\"status\":\"succeed\"}]}");
    }

    @Test
    void aWeakerProofIsMarkedAsSuch() throws Exception {
        var fill = wire.queue.claim(WireFixture.EDGE, WireFixture.ACCOUNT, 1).getFirst();
        wire.queue.succeed(fill, new Proved(new Proof(Proof.Kind.EDGE_WORD, NOW, Optional.empty()), ALL));
        assertThat(shown()).contains("\"proof\":{\"kind\":\"edge_word\",\"at\":\"2025-11-26T12:00:00Z\"}}");
    }

    @Test
    void whatIsNotFilledIsShown() throws Exception {
        var fill = wire.queue.claim(WireFixture.EDGE, WireFixture.ACCOUNT, 1).getFirst();
        var omitted = new Omitted(2, 40, Optional.of("2 on ads.example.net, which is no delivery domain"));
        wire.queue.renew(fill, ALL.with(omitted));
        assertThat(shown())
                .contains("\"omitted\":{\"skipped\":2,\"left_out\":40,"
                        + "\"what\":\"2 on ads.example.net, which is no delivery domain\"}");
    }

    @Test
    void whenTheFirstSecondsWereStoredIsShownAndStays() throws Exception {
        var fill = wire.queue.claim(WireFixture.EDGE, WireFixture.ACCOUNT, 1).getFirst();
        wire.queue.renew(fill, new Progress(2, 3, 2_000, 500).with(new Play(30, 90, Optional.of(NOW))));
        assertThat(shown())
                .contains("\"state\":\"running\"")
                .contains(
                        "\"bytes_received\":500,\"seconds_done\":30,\"seconds_known\":90,\"first_seconds_at\":\"2025-11-26T12:00:00Z\"}");
        var again = new Progress(3, 3, 3_000, 900).with(new Play(90, 90, Optional.of(LATER)));
        wire.queue.succeed(fill, new Proved(new Proof(Proof.Kind.PROBE, LATER, Optional.empty()), again));
        assertThat(shown())
                .contains(
                        "\"bytes_received\":900,\"seconds_done\":90,\"seconds_known\":90,\"first_seconds_at\":\"2025-11-26T12:00:00Z\",\"proof\"");
    }

    @Test
    void aLiveTitleIsSaidToBeLiveFromItsFirstPlaylistToItsProof() throws Exception {
        assertThat(shown()).doesNotContain("live");
        var fill = wire.queue.claim(WireFixture.EDGE, WireFixture.ACCOUNT, 1).getFirst();
        var progress = new Progress(2, 3, 2_000, 500).with(new Play(30, 90, Optional.empty(), true));
        wire.queue.renew(fill, progress);
        assertThat(shown()).contains("\"seconds_known\":90,\"live\":true");
        wire.queue.succeed(fill, new Proved(new Proof(Proof.Kind.PROBE, LATER, Optional.empty()), progress));
        assertThat(shown()).contains("\"seconds_known\":90,\"live\":true,\"proof\"");
    }

    @Test
    void aFailedFillShowsItsReason() throws Exception {
        var fill = wire.queue.claim(WireFixture.EDGE, WireFixture.ACCOUNT, 1).getFirst();
        wire.queue.fail(fill, failed(false));
        assertThat(shown())
                .contains("\"status\":\"failed\",\"created_at\"")
                .contains("\"state\":\"failed\"")
                .contains("\"failure\":{\"class\":\"origin_error\",\"reason\":\"the origin answered 404\"}");
        assertThat(results()).endsWith("\"status\":\"failed\"}]}");
    }

    @Test
    void aFillThatWillBeTriedAgainShowsWhenAndWhy() throws Exception {
        var fill = wire.queue.claim(WireFixture.EDGE, WireFixture.ACCOUNT, 1).getFirst();
        wire.queue.again(fill, failed(true), LATER);
        assertThat(shown())
                .contains("\"state\":\"waiting\",\"attempts\":1,\"due_at\":\"2025-11-26T12:05:00.250Z\"")
                .contains("\"class\":\"origin_error\"");
        assertThat(results()).endsWith("\"status\":\"processing\"}]}");
    }

    private static Failed failed(boolean again) {
        return new Failed(FailureClass.ORIGIN_ERROR, "the origin answered 404", again, Progress.NONE);
    }

    private String shown() throws Exception {
        return call("GET", "/preheat/v1/projects/" + WireFixture.PROJECT + "/tasks/" + task, "", "");
    }

    private String results() throws Exception {
        return call("GET", "/v1.0/" + WireFixture.PROJECT + "/asset/preheating", "task_id=" + task, "");
    }

    private String call(String method, String path, String query, String body) throws Exception {
        var date = RequestSignature.date(NOW);
        var authorization = RequestSignature.authorization(
                "AKEXAMPLE",
                WireFixture.SECRET,
                method,
                path,
                query,
                new TreeMap<>(Map.of("x-sdk-date", date)),
                body.getBytes(StandardCharsets.UTF_8));
        return RawHttp.exchange(
                wire.server.port(),
                method + " " + path + "?" + query + " HTTP/1.1\r\nHost: a\r\nX-Sdk-Date: " + date
                        + "\r\nAuthorization: " + authorization + "\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + body);
    }
}
