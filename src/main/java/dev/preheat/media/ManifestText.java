package dev.preheat.media;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The characters of a manifest: as its byte order mark says, else as its XML declaration does, else UTF-8. What is none
 * in that encoding becomes U+FFFD: a broken letter in a title is no reason to refuse a manifest.
 */
final class ManifestText {
    private static final int DECLARATION = 1024;
    private static final Pattern DECLARED =
            Pattern.compile("<\\?xml\\s[^>]*?encoding\\s*=\\s*[\"']([A-Za-z][A-Za-z0-9._-]*)[\"']");

    private ManifestText() {}

    static String decode(byte[] body) {
        var text = new String(body, charset(body));
        int marks = 0;
        while (text.startsWith("\uFEFF", marks)) {
            marks++;
        }
        return text.substring(marks);
    }

    private static Charset charset(byte[] body) {
        int first = body.length < 2 ? 0 : (body[0] & 0xFF) << 8 | (body[1] & 0xFF);
        return switch (first) {
            case 0xFEFF, 0x003C -> StandardCharsets.UTF_16BE; // the second is '<' without a mark
            case 0xFFFE, 0x3C00 -> StandardCharsets.UTF_16LE;
            default -> declared(new String(body, 0, Math.min(body.length, DECLARATION), StandardCharsets.ISO_8859_1));
        };
    }

    // Read as ASCII so far, it is not UTF-16, whatever it says; .NET's string writers say so often.
    private static Charset declared(String start) {
        var declaration = DECLARED.matcher(start);
        try {
            var charset = declaration.find() ? Charset.forName(declaration.group(1)) : StandardCharsets.UTF_8;
            return charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32")
                    ? StandardCharsets.UTF_8
                    : charset;
        } catch (IllegalArgumentException _) {
            return StandardCharsets.UTF_8;
        }
    }
}
