package dev.preheat.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoOriginTest {
    private static final String MP4 = "/asset/0123456789abcdef0123456789abcdef/play_video/title.mp4";
    private static final Duration DELAY = Duration.ofMillis(40);

    private final DemoTitle title = DemoTitle.load();
    private final HttpClient client = HttpClient.newHttpClient();
    private DemoOrigin origin;

    @BeforeEach
    void start() throws IOException {
        origin = new DemoOrigin(title, DELAY);
    }

    @AfterEach
    void stop() {
        client.close();
        origin.close();
    }

    @Test
    void servesTheTitleInTheVendorsLayoutAsEveryAssets() throws Exception {
        for (var file : title.files()) {
            var answer = get("/asset/00000000000000000000000000000001/" + file.path());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(file.bytes());
            assertThat(answer.headers().firstValue("Content-Type")).contains(file.contentType());
            assertThat(answer.headers().firstValue("ETag")).contains(file.etag());
            assertThat(answer.headers().firstValue("Cache-Control"))
                    .contains("public, max-age=" + (file.isPlaylist() ? 3_600 : 31_536_000));
        }
    }

    @Test
    void countsWhatItIsAsked() throws Exception {
        get(MP4);
        get(MP4 + "?signed=1");
        get("/asset/no-id/play_video/title.mp4");
        assertThat(origin.requests()).isEqualTo(3);
        assertThat(origin.requestsByPath()).isEqualTo(Map.of(MP4, 2L, "/asset/no-id/play_video/title.mp4", 1L));
    }

    @Test
    void whatIsNoFileOfTheTitleIs404() throws Exception {
        for (var path : new String[] {
            "/",
            "/asset/0123456789abcdef0123456789abcdef/",
            "/asset/0123456789abcdef0123456789abcdef/files.txt",
            "/asset/NOTHEX6789abcdef0123456789abcdef/play_video/title.mp4"
        }) {
            assertThat(get(path).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void answersHeadAndOneRange() throws Exception {
        var length = String.valueOf(title.find(DemoTitle.MP4).orElseThrow().bytes().length);
        var head = send(request(MP4).HEAD());
        assertThat(head.headers().firstValue("Content-Length")).contains(length);
        assertThat(head.body()).isEmpty();
        var part = send(request(MP4).header("Range", "bytes=4-7"));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).asString().isEqualTo("ftyp");
        assertThat(part.headers().firstValue("Content-Range")).contains("bytes 4-7/" + length);
        assertThat(send(request(MP4).DELETE()).statusCode()).isEqualTo(405);
    }

    @Test
    void everyAnswerTakesItsTime() throws Exception {
        long before = System.nanoTime();
        get(MP4);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(DELAY);
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + origin.address().getPort() + path));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
