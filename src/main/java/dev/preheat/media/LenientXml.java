package dev.preheat.media;

import java.io.Reader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An XML text as players take it: an {@code &} that begins nothing, and an entity that only a DTD could know, stand for
 * themselves. It is handed out as it is read, so that no second text is made of a long one.
 */
final class LenientXml extends Reader {
    private static final Pattern KNOWN_ENTITY =
            Pattern.compile("&(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});");
    private static final int LONGEST_ENTITY = "&#x10FFFF;".length();
    private static final String ESCAPE = "amp;"; // what follows an '&' that stands for itself
    private static final String QUOTATION = "<![CDATA[";
    private static final String QUOTATION_END = "]]>";

    private final String text;
    private final Matcher entity;
    private int at;
    private String ahead; // handed out before the text goes on
    private int aheadAt;
    private boolean isQuoted;

    /** @param start stands in place of all that is before {@code from}, and is handed out as it is */
    LenientXml(String start, String text, int from) {
        this.ahead = start;
        this.text = text;
        this.at = from;
        this.entity = KNOWN_ENTITY.matcher(text);
    }

    @Override
    public int read(char[] to, int from, int length) {
        int end = from;
        while (end < from + length && hasMore()) {
            to[end++] = aheadAt < ahead.length() ? ahead.charAt(aheadAt++) : next();
        }
        return end == from && length > 0 ? -1 : end - from;
    }

    private boolean hasMore() {
        return aheadAt < ahead.length() || at < text.length();
    }

    private char next() {
        char c = text.charAt(at);
        if (c == '&' && !isQuoted && !isKnownEntity()) {
            ahead = ESCAPE;
            aheadAt = 0;
        } else if (c == '<') {
            isQuoted |= text.startsWith(QUOTATION, at);
        } else if (c == ']') {
            isQuoted &= !text.startsWith(QUOTATION_END, at);
        }
        at++;
        return c;
    }

    private boolean isKnownEntity() {
        return entity.region(at, Math.min(text.length(), at + LONGEST_ENTITY)).lookingAt();
    }

    @Override
    public void close() {}
}
