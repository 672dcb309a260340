package dev.preheat.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A socket that is read, by TLS too, for as long as its allowance says: a byte now and then makes it no longer. */
final class TimedSocket extends Socket {
    private final Allowance allowance;

    TimedSocket(Allowance allowance) {
        this.allowance = allowance;
    }

    Allowance allowance() {
        return allowance;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Timed(super.getInputStream());
    }

    private final class Timed extends FilterInputStream {
        Timed(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        // A read may end before the longest silence is over, because something else is, and go on when it is not.
        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            int silence = getSoTimeout();
            int silent = 0;
            while (true) {
                int left = allowance.left();
                int wait = silence == 0 ? left : Math.min(left, silence - silent);
                try {
                    return waiting(wait, silence, () -> in.read(into, from, most));
                } catch (SocketTimeoutException nothing) {
                    silent += wait;
                    if (silence != 0 && silent >= silence) {
                        throw nothing;
                    }
                }
            }
        }

        private int waiting(int wait, int silence, Read read) throws IOException {
            if (wait == silence) {
                return read.some();
            }
            setSoTimeout(wait);
            try {
                return read.some();
            } finally {
                if (!isClosed()) {
                    setSoTimeout(silence);
                }
            }
        }
    }

    @FunctionalInterface
    private interface Read {
        int some() throws IOException;
    }
}
