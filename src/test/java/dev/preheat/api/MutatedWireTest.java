package dev.preheat.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A signed request, damaged at every one of its bytes on its way to a real server. */
class MutatedWireTest {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final Pattern STATUS = Pattern.compile("(?:HTTP/1\\.1 [1-4]\\d\\d .*)?", Pattern.DOTALL);

    @TempDir
    static Path folder;

    private static WireFixture wire;
    private static byte[] signed;

    @BeforeAll
    static void start() throws IOException {
        wire = new WireFixture(folder, Map.of());
        var request = """
                POST /v1.0/0123456789abcdef0123456789abcdef/asset/preheating?a=1 HTTP/1.1
                Host: vod.example.com
                X-Sdk-Date: 20251126T120000Z
                Authorization: <<signed by AKEXAMPLE>>
                Content-Type: application/json

                {"asset_id": "f488337c31c8e4622f1590735b134c65"}""";
        signed = WireCase.bytes(new WireCase.Exchange(request, ""), Map.of()).getBytes(ISO_8859_1);
    }

    @AfterAll
    static void stop() {
        wire.close();
    }

    @Test
    void isNotAcceptedWithItsLowestBitChangedAnywhere() throws IOException {
        int version = new String(signed, ISO_8859_1).indexOf("HTTP/1.1") + "HTTP/1.".length();
        for (int at = 0; at < signed.length; at++) {
            var answer = answer(flipped(at, 1));
            assertThat(answer).as("byte " + at).matches(STATUS);
            assertThat(answer.startsWith("HTTP/1.1 2"))
                    .as("byte %s is accepted: %s", at, answer)
                    .isEqualTo(at == version); // HTTP/1.0: which nobody signs
            theRightOneIsAccepted();
        }
    }

    @Test
    void isAnsweredAndNeverWithAServersErrorWhateverBitIsChanged() throws IOException {
        for (int at = 0; at < signed.length; at++) {
            for (int bit = 1; bit < 8; bit++) {
                assertThat(answer(flipped(at, 1 << bit)))
                        .as("byte %s, bit %s", at, bit)
                        .matches(STATUS);
            }
        }
    }

    @Test
    void isNotAcceptedWhenItBreaksOffAnywhere() throws IOException {
        for (int length = 1; length < signed.length; length++) {
            var half = new byte[length];
            System.arraycopy(signed, 0, half, 0, length);
            assertThat(answer(half)).as("the first " + length).matches(STATUS).doesNotStartWith("HTTP/1.1 2");
        }
        theRightOneIsAccepted();
    }

    // Else its key would be locked after five wrong signatures, and nothing would be looked at.
    private static void theRightOneIsAccepted() throws IOException {
        assertThat(answer(signed)).startsWith("HTTP/1.1 202 ");
    }

    private static byte[] flipped(int at, int mask) {
        var bytes = signed.clone();
        bytes[at] ^= (byte) mask;
        return bytes;
    }

    /** All that comes back until the server closes the connection; nothing more is sent meanwhile. */
    private static String answer(byte[] request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), wire.server.port())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            var all = new ByteArrayOutputStream();
            try {
                socket.getInputStream().transferTo(all);
            } catch (SocketException _) {
                // a reset is a close too: the server dropped what it did not read
            }
            return all.toString(ISO_8859_1);
        }
    }
}
