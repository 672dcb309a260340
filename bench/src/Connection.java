import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/** One kept connection: sends bytes, reads one answer with a Content-Length, and does nothing else. */
final class Connection implements AutoCloseable {
    private static final int SILENCE_MILLIS = 60_000;

    private final Socket socket;
    private final byte[] buffer = new byte[64 * 1024];
    private int bodyAt;
    private int end;

    Connection(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port), SILENCE_MILLIS);
    }

    /** One that is open; {@code silence} is how long it may say nothing, as what says nothing must not hold a benchmark. */
    Connection(Socket socket, int silence) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(silence);
    }

    /** The status of the answer, which has no body if it is one to {@code HEAD}, or a 304. */
    int send(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        end = 0;
        int headEnd = -1;
        while (headEnd < 0) {
            int from = Math.max(0, end - 3);
            read();
            headEnd = headEnd(from);
        }
        bodyAt = headEnd;
        int status = (buffer[9] - '0') * 100 + (buffer[10] - '0') * 10 + buffer[11] - '0';
        int length = request[0] == 'H' || status == 304 ? 0 : length(headEnd);
        while (end < headEnd + length) {
            read();
        }
        return status;
    }

    /** The body of the last answer. */
    String body() {
        return new String(buffer, bodyAt, end - bodyAt, ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void read() throws IOException {
        int n = socket.getInputStream().read(buffer, end, buffer.length - end);
        if (n <= 0) {
            throw new EOFException("the answer ended early, or is larger than 64 KiB");
        }
        end += n;
    }

    private int headEnd(int from) {
        for (int i = from; i + 3 < end; i++) {
            if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    private int length(int headEnd) {
        var head = new String(buffer, 0, headEnd, ISO_8859_1).toLowerCase(Locale.ROOT);
        int at = head.indexOf("\r\ncontent-length:");
        if (at < 0) {
            return 0;
        }
        int from = at + "\r\ncontent-length:".length();
        return Integer.parseInt(head.substring(from, head.indexOf('\r', from)).strip());
    }
}
