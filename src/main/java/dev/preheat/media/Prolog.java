package dev.preheat.media;

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

    /** The text without its XML declaration where something stands before that, which no XML reader allows. */
    String withoutLateDeclaration() {
        int at = skipped(0);
        int end = text.startsWith("<?xml ", at) ? text.indexOf("?>", at) + 2 : at;
        return at == 0 || end < at ? text : text.substring(0, at).replace(MARK, "") + text.substring(end);
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
