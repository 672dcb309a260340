package dev.preheat.wire;

import dev.preheat.wire.Exchange.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** The first bytes of an object, which tell a manifest from a film. */
public final class Beginning {
    private static final int BYTES = 512; // an XML declaration, a comment and the name of the root

    /** The request for them: an edge or an origin that knows no ranges is read no further. */
    public static final Ask ASK = Ask.bytes(0, BYTES - 1).keeping(BYTES);

    private Beginning() {}

    /** What came of it, not compressed: none where the object is empty. */
    public static byte[] of(Answer answer) {
        var encoding = answer.first("content-encoding").orElse("").toLowerCase(Locale.ROOT);
        boolean isBody = answer.status() == 200 || answer.status() == 206;
        var bytes = isBody ? answer.kept() : new byte[0];
        return encoding.equals("gzip") || encoding.equals("x-gzip") ? unpacked(bytes) : bytes;
    }

    // As far as it goes: the end is missing.
    private static byte[] unpacked(byte[] bytes) {
        var text = new ByteArrayOutputStream();
        try (var unzipped = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            for (int one = unzipped.read(); one >= 0 && text.size() < BYTES; one = unzipped.read()) {
                text.write(one);
            }
        } catch (IOException _) {
            return text.toByteArray();
        }
        return text.toByteArray();
    }
}
