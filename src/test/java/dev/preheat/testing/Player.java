package dev.preheat.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Asks an edge for a title as a player does, and compares every byte with the origin's files.
 *
 * @param host the delivery domain, sent as {@code Host}
 * @param acceptEncoding sent as it stands; not sent at all when empty
 */
public record Player(URI edge, String host, String acceptEncoding) {
    private static final int SEEK_BYTES = 64 * 1024;

    /** A player that sends no {@code Accept-Encoding}. */
    public static Player at(URI edge, String host) {
        return new Player(edge, host, "");
    }

    public Player accepting(String encodings) {
        return new Player(edge, host, encodings);
    }

    /** Plays all of it: every object in order; a file in one range to its end, then a seek into its middle. */
    public void play(Title title) {
        try (var http = Visitor.to(edge, host)) {
            for (var path : title.paths()) {
                if (path.endsWith(".mp4") && title.paths().size() == 1) {
                    watchFile(http, title, path);
                } else {
                    same(path, title.bytes(path), plain(path, ask(http, path, 200, "Accept: */*")));
                }
            }
        }
    }

    private void watchFile(Visitor http, Title title, String path) {
        var file = title.bytes(path);
        same(path, file, ask(http, path, 206, "Range: bytes=0-").body());
        int middle = file.length / 2;
        int end = Math.min(middle + SEEK_BYTES, file.length);
        var seek = ask(http, path, 206, "Range: bytes=" + middle + "-" + (end - 1));
        same(path + " from its middle", Arrays.copyOfRange(file, middle, end), seek.body());
    }

    private Visitor.Answer ask(Visitor http, String path, int expected, String header) {
        var answer = acceptEncoding.isEmpty()
                ? http.ask("GET", path, header)
                : http.ask("GET", path, header, "Accept-Encoding: " + acceptEncoding);
        if (answer.status() != expected) {
            throw new AssertionError("a player asks for " + path + " and is answered " + answer.status());
        }
        return answer;
    }

    private static byte[] plain(String path, Visitor.Answer answer) {
        if (!answer.header("content-encoding").orElse("").equals("gzip")) {
            return answer.body();
        }
        try (var unzipped = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            return unzipped.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(path, broken);
        }
    }

    private static void same(String what, byte[] file, byte[] received) {
        int differ = Arrays.mismatch(file, received);
        if (differ >= 0) {
            throw new AssertionError("%s differs at byte %d: %d bytes received, %d at the origin"
                    .formatted(what, differ, received.length, file.length));
        }
    }
}
