package dev.preheat.cli;

import static dev.preheat.cli.Verbs.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.testing.FakeApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The catalogue, from a shell. */
class AssetVerbTest {
    private static final String FILM = """
            {"asset_id":"film","title":"A film","published":true,"streaming_urls":["http://c/a.mp4"],"auto_preheat":true,\
            "auto_task_id":"0193a0b1c2d3000011112222333344ff","created_at":"2026-11-23T10:00:00Z",\
            "updated_at":"2026-11-23T11:00:00Z"}""";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private FakeApi api;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void putsAnAsset() {
        api.answers(201, FILM);
        assertThat(run("asset", "put", "film", "--title", "A film", "--url", "http://c/a.mp4", "--auto-preheat"))
                .isZero();
        assertThat(api.lines()).containsExactly("""
                PUT /preheat/v1/projects/p1/assets/film {"title":"A film","published":true,\
                "streaming_urls":["http://c/a.mp4"],"auto_preheat":true}""");
        assertThat(said(out).lines())
                .containsExactly(
                        "film  A film",
                        "published, created 2026-11-23T10:00:00Z, changed 2026-11-23T11:00:00Z",
                        "preheated by itself: task 0193a0b1c2d3000011112222333344ff",
                        "  http://c/a.mp4");
    }

    @Test
    void listsEveryPage() {
        api.answers(200, "{\"assets\":[" + FILM + "],\"next\":\"film\"}");
        api.answers(200, "{\"assets\":[" + FILM.replace("true", "false") + "]}");
        assertThat(run("asset", "list")).isZero();
        assertThat(said(out).lines())
                .containsExactly(
                        "film                              published     1 URLs  A film",
                        "film                              unpublished   1 URLs  A film");
    }

    @Test
    void listsForAnImport() {
        api.answers(200, "{\"assets\":[" + FILM + "]}");
        assertThat(run("asset", "list", "--json")).isZero();
        assertThat(said(out)).isEqualTo(FILM + "\n");
    }

    @Test
    void publishesTenAtOnceAndSaysWhatIsNotThere() {
        api.answers(200, """
                {"asset_info_array":[{"asset_id":"a0","status":"PUBLISHED"},{"asset_id":"a1","status":"UNCREATED"}]}""");
        var eleven = IntStream.range(0, 11).mapToObj(i -> "a" + i).toList();
        var command = new ArrayList<>(List.of("asset", "publish"));
        command.addAll(eleven);
        assertThat(run(command.toArray(String[]::new))).isEqualTo(3);
        assertThat(api.asked())
                .filteredOn(asked -> asked.method().equals("POST"))
                .hasSize(2);
        assertThat(said(out)).startsWith("a0 PUBLISHED\n");
        assertThat(said(err)).startsWith("a1: there is no such asset\n");
    }

    @Test
    void unpublishesAndDeletes() {
        api.answers(200, "{\"asset_info_array\":[{\"asset_id\":\"a\",\"status\":\"CREATED\"}]}");
        api.answers(200, "{\"delete_result_array\":[{\"asset_id\":\"a\",\"status\":\"DELETED\"}]}");
        assertThat(run("asset", "unpublish", "a")).isZero();
        assertThat(run("asset", "delete", "a")).isZero();
        assertThat(said(out)).isEqualTo("a CREATED\na DELETED\n");
        assertThat(api.lines())
                .containsExactly(
                        "POST /v1.0/p1/asset/status/unpublish {\"asset_id\":[\"a\"]}", "DELETE /v1.0/p1/asset");
    }

    @Test
    void printsTheAnswerItselfWithJson() {
        var answer = """
                {"delete_result_array":[{"asset_id":"a","status":"DELETED"},{"asset_id":"b","status":"UNKNOW"}]}""";
        api.answers(200, answer);
        assertThat(run("asset", "delete", "a", "b", "--json")).isEqualTo(3);
        assertThat(said(out)).isEqualTo(answer + "\n");
        assertThat(said(err)).isEqualTo("b: there is no such asset\n");
    }

    @Test
    void saysWhyAnAssetIsNotShown() {
        api.answers(400, "7f", "{\"error_code\":\"VOD.10062\",\"error_msg\":\"no\"}");
        assertThat(run("asset", "show", "film")).isEqualTo(3);
        assertThat(said(err)).startsWith("VOD.10062: no (request 7f)\n  project p1 has no such title: ");
    }

    @Test
    void namesTheVerbsThereAre() {
        assertThat(run("asset")).isEqualTo(2);
        assertThat(said(err)).contains("say what to do: asset list|show|put|publish|unpublish|delete|import");
    }

    private int run(String... arguments) {
        var environment = Map.of(
                "PREHEAT_ENDPOINT", api.endpoint(),
                "HUAWEICLOUD_SDK_AK", "AKEXAMPLE",
                "HUAWEICLOUD_SDK_SK", "secret",
                "HUAWEICLOUD_SDK_PROJECT_ID", "p1");
        return new Verbs(environment, "", out, err).run(arguments);
    }
}
