package dev.preheat.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.net.URIAuthority;

/** A viewer at one edge: asks as a player does, one object after another, and takes the time. */
public final class DemoViewer implements AutoCloseable {
    /** What a player fetches before the first picture: the playlists, what the decoder needs, and a segment. */
    public static final List<String> START_UP = List.of(
            DemoTitle.PLAYLIST, "play_video/360p/index.m3u8", "play_video/360p/init_0.mp4", "play_video/360p/000.m4s");

    private final CloseableHttpClient http = HttpClients.custom()
            .disableAutomaticRetries()
            .disableContentCompression()
            .disableCookieManagement()
            .build();
    private final InetSocketAddress edge;
    private final String base;
    private final String host;

    /** A viewer of {@code http://host/base…} at the edge. */
    public DemoViewer(InetSocketAddress edge, String host, String base) {
        this.edge = edge;
        this.host = host;
        this.base = base;
    }

    /** Asks for each path in turn; how long it took to the last byte of the last. */
    public Duration watch(List<String> paths) throws IOException {
        long begin = System.nanoTime();
        for (var path : paths) {
            fetch(path);
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Asks for the last byte of what is stored, and nothing else: the status, and the size where it is there. */
    public String probe(String path) throws IOException {
        var request = request(path);
        request.setHeader("Cache-Control", "only-if-cached");
        request.setHeader("Range", "bytes=-1");
        return http.execute(target(), request, response -> {
            EntityUtils.consume(response.getEntity());
            var range = response.getFirstHeader("Content-Range");
            return response.getCode() + " " + response.getReasonPhrase() + (range == null ? "" : ", " + range);
        });
    }

    private void fetch(String path) throws IOException {
        int status = http.execute(target(), request(path), response -> {
            EntityUtils.consume(response.getEntity());
            return response.getCode();
        });
        if (status != 200) {
            throw new IOException(path + " was answered " + status);
        }
    }

    private HttpHost target() {
        return new HttpHost("http", edge.getAddress(), host, edge.getPort());
    }

    private BasicClassicHttpRequest request(String path) {
        var request = new BasicClassicHttpRequest("GET", "/" + base + path);
        request.setAuthority(new URIAuthority(host));
        return request;
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
