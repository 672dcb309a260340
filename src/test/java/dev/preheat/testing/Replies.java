package dev.preheat.testing;

import dev.preheat.testing.BadOrigin.Asked;
import dev.preheat.testing.BadOrigin.Line;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** What the answers of a {@link BadOrigin} are made of. */
final class Replies {
    // without a Date Squid stores nothing
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
    private static final int DRIPS = 20;

    private Replies() {}

    static String chunked() {
        return "HTTP/1.1 200 As Told\r\n" + date() + Behaviour.FRESH
                + "\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
    }

    private static String date() {
        return "Date: " + DATE.format(ZonedDateTime.now(ZoneOffset.UTC)) + "\r\n";
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static void chunk(Line line, byte[] bytes) throws IOException {
        line.send(Integer.toHexString(bytes.length) + "\r\n");
        line.send(bytes);
        line.send("\r\n");
    }

    static byte[] half(byte[] body) {
        return Arrays.copyOf(body, body.length / 2);
    }

    static String head(int status, List<String> headers, int length) {
        var head = new StringBuilder("HTTP/1.1 " + status + " As Told\r\nConnection: close\r\n" + date());
        headers.forEach(header -> head.append(header).append("\r\n"));
        return head.append("Content-Length: " + length + "\r\n\r\n").toString();
    }

    static void whole(Asked asked, Line line, byte[] body, List<String> headers) throws IOException {
        var range = RANGE.matcher(asked.header("range"));
        if (range.matches() && !range.group().equals("bytes=-")) {
            part(asked, line, body, headers);
        } else {
            line.send(head(200, headers, body.length));
            line.send(asked.isHead() ? new byte[0] : body);
        }
    }

    private static void part(Asked asked, Line line, byte[] body, List<String> headers) throws IOException {
        var bounds = asked.header("range").substring("bytes=".length()).split("-", -1);
        int from = bounds[0].isEmpty()
                ? Math.max(0, body.length - Integer.parseInt(bounds[1]))
                : Integer.parseInt(bounds[0]);
        int to = bounds[0].isEmpty() || bounds[1].isEmpty()
                ? body.length
                : Math.min(body.length, Integer.parseInt(bounds[1]) + 1);
        if (from >= to) {
            line.send(head(416, List.of("Content-Range: bytes */" + body.length), 0));
            return;
        }
        var all = Stream.concat(
                headers.stream(), Stream.of("Content-Range: bytes " + from + "-" + (to - 1) + "/" + body.length));
        line.send(head(206, all.toList(), to - from));
        line.send(asked.isHead() ? new byte[0] : Arrays.copyOfRange(body, from, to));
    }

    static void drip(Line line, byte[] body, Duration duration) throws IOException {
        for (int i = 0; i < DRIPS; i++) {
            line.send(Arrays.copyOfRange(
                    body, (int) ((long) body.length * i / DRIPS), (int) ((long) body.length * (i + 1) / DRIPS)));
            LockSupport.parkNanos(duration.toNanos() / DRIPS);
        }
    }

    static byte[] gzip(byte[] body) {
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write(body);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return zipped.toByteArray();
    }
}
