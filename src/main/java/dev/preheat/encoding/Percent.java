package dev.preheat.encoding;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Percent-encoding (RFC 3986, 2.1) of UTF-8.
 *
 * <p>A broken escape stands for itself, and a {@code +} for a plus; a form's {@code +} must be made a blank before.
 */
public final class Percent {
    private static final Pattern BROKEN = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String UNRESERVED = "-_.~";

    private Percent() {}

    public static String decoded(String text) {
        return new String(bytes(text), StandardCharsets.UTF_8);
    }

    /** The bytes that {@code text} stands for, which need not be UTF-8. */
    public static byte[] bytes(String text) {
        var raw = text.getBytes(StandardCharsets.UTF_8);
        var bytes = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (isEscape(raw, i)) {
                bytes.write(HexFormat.fromHexDigit(raw[i + 1]) << 4 | HexFormat.fromHexDigit(raw[i + 2]));
                i += 2;
            } else {
                bytes.write(raw[i]);
            }
        }
        return bytes.toByteArray();
    }

    private static boolean isEscape(byte[] raw, int at) {
        return raw[at] == '%'
                && at + 2 < raw.length
                && HexFormat.isHexDigit(raw[at + 1])
                && HexFormat.isHexDigit(raw[at + 2]);
    }

    /** The text with every byte escaped that is not unreserved. */
    public static String encoded(String text) {
        return encoded(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String encoded(byte[] bytes) {
        var text = new StringBuilder(bytes.length + 16);
        for (byte one : bytes) {
            text.append(isUnreserved((char) one) ? String.valueOf((char) one) : escape(one));
        }
        return text.toString();
    }

    /** True for the ASCII letters and digits, and the four marks, that mean the same escaped and unescaped. */
    public static boolean isUnreserved(char one) {
        return one < 128 && (Character.isLetterOrDigit(one) || UNRESERVED.indexOf(one) >= 0);
    }

    /** One byte, escaped with upper-case digits. */
    public static String escape(byte one) {
        return "%" + HEX.toHexDigits(one);
    }

    public static boolean isBroken(String text) {
        return BROKEN.matcher(text).find();
    }

    /** The text with each percent sign escaped that begins no escape. */
    public static String mended(String text) {
        return BROKEN.matcher(text).replaceAll("%25");
    }
}
