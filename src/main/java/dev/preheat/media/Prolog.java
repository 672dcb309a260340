package dev.preheat.media;

import java.io.Reader;
import java.util.Optional;

/**
 * What stands before the root of an XML text, read as leniently as players do: blanks, byte order marks and comments may
 * come before the XML declaration too.
 *
 * @param text any text; it may end early
 */
record Prolog(String text) {
    private static final String MARK = "\uFEFF";

    /** Whether it is XML, as far as its first letter tells. */
    boolean isXml() {
        int at = 0;
        while (at < text.length() && isBlank(at)) {
            at++;
        }
        return text.startsWith("<", at);
    }

    /** The name of the first element, without its prefix; empty when the text ends before it is whole. */
    Optional<String> root() {
        int at = skipped(0);
        while (text.startsWith("<?", at) || text.startsWith("<!", at)) {
            int end = text.indexOf('>', at); // of a DTD with a subset this may be too early: then no name follows
            at = end < 0 ? text.length() : skipped(end + 1);
        }
        int end = at + 1;
        while (end < text.length() && " \t\r\n/>".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        int colon = text.lastIndexOf(':', end);
        return end >= text.length() ? Optional.empty() : Optional.of(text.substring(Math.max(colon, at) + 1, end));
    }

    /**
     * The text without XML declarations: nobody needs one of a text, players take whatever stands in them and wherever they
     * stand, and XML readers take neither. An {@code &} that begins nothing stands for itself in it.
     */
    Reader withoutDeclarations() {
        var start = new StringBuilder();
        int from = 0;
        for (int at = skipped(0); ; at = skipped(from)) {
            appendWithoutMarks(start, from, at);
            int end = isDeclaration(at) ? text.indexOf("?>", at) : -1;
            if (end < 0) {
                return new LenientXml(start.toString(), text, at);
            }
            appendLines(start, at, end);
            from = end + 2;
        }
    }

    private void appendWithoutMarks(StringBuilder out, int from, int to) {
        for (int at = from; at < to; at++) {
            if (!text.startsWith(MARK, at)) {
                out.append(text.charAt(at));
            }
        }
    }

    private void appendLines(StringBuilder out, int from, int to) {
        for (int at = from; at < to; at++) {
            if (text.charAt(at) == '\n') {
                out.append('\n');
            }
        }
    }

    private boolean isDeclaration(int at) {
        return text.startsWith("<?xml", at) && at + 5 < text.length() && Character.isWhitespace(text.charAt(at + 5));
    }

    // Where something begins that is no blank, no mark and no comment.
    private int skipped(int from) {
        int at = from;
        while (at < text.length()) {
            if (text.startsWith("<!--", at)) {
                int end = text.indexOf("-->", at);
                at = end < 0 ? text.length() : end + 3;
            } else if (isBlank(at)) {
                at++;
            } else {
                return at;
            }
        }
        return at;
    }

    private boolean isBlank(int at) {
        return Character.isWhitespace(text.charAt(at)) || text.startsWith(MARK, at);
    }
}
