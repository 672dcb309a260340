import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;

/** The origin of an account that means harm: manifests of 8 MiB of {@code &}, a silence, and a byte a second. */
final class Evil implements AutoCloseable {
    static final String AMPERSANDS = "evil/ampersands.mpd";
    static final String SILENT = "evil/silent.mpd";
    static final String DRIBBLE = "evil/dribble.ts";
    private static final int LARGEST = 8 * 1024 * 1024;
    private static final int SILENT_SECONDS = 60;
    private static final String BEGIN = """
            <?xml version="1.0"?>
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT4S"><Period><BaseURL>""";
    private static final String END = "</BaseURL></Period></MPD>\n";

    private final ServerSocket listener;
    private final byte[] ampersands = ampersands();

    Evil(int port) throws IOException {
        listener = new ServerSocket(port, 512, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    static String url(String path) {
        return "http://" + SoakSite.OTHER_DOMAIN + "/" + path;
    }

    static List<String> urls() {
        return List.of(url(AMPERSANDS), url(SILENT), url(DRIBBLE));
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private static byte[] ampersands() {
        var all = new byte[LARGEST];
        Arrays.fill(all, (byte) '&');
        System.arraycopy(BEGIN.getBytes(US_ASCII), 0, all, 0, BEGIN.length());
        System.arraycopy(END.getBytes(US_ASCII), 0, all, LARGEST - END.length(), END.length());
        return all;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                Thread.ofVirtual().start(() -> answer(socket));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            socket.setSoTimeout(SILENT_SECONDS * 1_000);
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            var first = lines.readLine();
            for (var line = first; line != null && !line.isEmpty(); line = lines.readLine()) {
                // the head
            }
            if (first != null) {
                answer(socket, first);
            }
        } catch (IOException _) {
            // it has gone
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(Socket socket, String first) throws IOException, InterruptedException {
        var out = socket.getOutputStream();
        if (first.contains("ampersands")) {
            out.write(head("application/dash+xml", LARGEST));
            out.write(first.startsWith("HEAD") ? new byte[0] : ampersands);
        } else if (first.contains("dribble")) {
            for (byte one : (new String(head("video/mp2t", 1_000), US_ASCII) + "x".repeat(1_000)).getBytes(US_ASCII)) {
                out.write(one);
                Thread.sleep(1_000);
            }
        } else {
            Thread.sleep(SILENT_SECONDS * 1_000L);
        }
    }

    private static byte[] head(String type, int length) {
        return ("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: " + length + "\r\nETag: \"" + length
                        + "\"\r\nConnection: close\r\n\r\n")
                .getBytes(US_ASCII);
    }
}
