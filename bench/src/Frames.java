import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/** HTTP/2 as bytes (RFC 9113), good or bad; header fields are literals without an index (RFC 7541). */
final class Frames {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
    static final byte[] FOUR = {0, 0, 0, 1};
    static final byte[] CANCEL = {0, 0, 0, 8};
    private static final byte[] NONE = {};

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** What a connection begins with; {@code window} is what each stream may send before more is allowed. */
    static Frames begin(int window) {
        var frames = new Frames();
        frames.bytes.writeBytes(PREFACE);
        return frames.add(SETTINGS, 0, 0, new byte[] {0, 4, (byte) (window >> 24), (byte) (window >> 16), (byte) (window >> 8), (byte) window});
    }

    static Frames none() {
        return new Frames();
    }

    Frames add(int type, int flags, int stream, byte... payload) {
        bytes.write(payload.length >> 16);
        bytes.write(payload.length >> 8);
        bytes.write(payload.length);
        bytes.write(type);
        bytes.write(flags);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes.write(stream >> shift);
        }
        bytes.writeBytes(payload);
        return this;
    }

    Frames empty(int type, int flags, int stream) {
        return add(type, flags, stream, NONE);
    }

    /** The same frame again and again. */
    static byte[] many(int count, int type, int flags, byte... payload) {
        var frames = new Frames();
        for (int i = 0; i < count; i++) {
            frames.add(type, flags, 0, payload);
        }
        return frames.bytes();
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    void to(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes());
        out.flush();
    }

    /** The header block of a call, without its body. */
    static byte[] block(Call call) {
        var block = new ByteArrayOutputStream();
        field(block, ":method", call.method());
        field(block, ":scheme", "https");
        field(block, ":authority", call.host());
        field(block, ":path", call.target());
        call.fields().forEach((name, value) -> field(block, name, value));
        if (!call.body().isEmpty()) {
            field(block, "content-length", "" + call.body().length());
        }
        return block.toByteArray();
    }

    static void field(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        text(block, name);
        text(block, value);
    }

    // An integer with a prefix of seven bits; no Huffman code.
    private static void text(ByteArrayOutputStream block, String text) {
        var plain = text.getBytes(US_ASCII);
        if (plain.length < 127) {
            block.write(plain.length);
        } else {
            block.write(127);
            int rest = plain.length - 127;
            for (; rest >= 128; rest >>= 7) {
                block.write(rest % 128 + 128);
            }
            block.write(rest);
        }
        block.writeBytes(plain);
    }
}
