package dev.preheat.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address with <code>$Number%05d$</code> and its like in it (ISO/IEC 23009-1 §5.3.9.4.4). An identifier that the
 * standard does not know stays as it is written, as players keep it.
 *
 * @param pieces the text between the identifiers and the identifiers, as they follow each other
 */
record UrlTemplate(List<Piece> pieces) {
    /** What an identifier stands for. */
    enum Name {
        REPRESENTATION_ID,
        BANDWIDTH,
        NUMBER,
        TIME,
        SUB_NUMBER
    }

    /**
     * Text, or a name to put a value for, in a base with zeros before it up to {@code width}.
     *
     * @param format as printf knows it: {@code d}, {@code i} and {@code u}, {@code x}, {@code X} or {@code o}
     */
    record Piece(String text, Optional<Name> name, int width, char format) {
        String filled(String value) {
            return padded(name.filter(Name.REPRESENTATION_ID::equals).isPresent() ? value : converted(value));
        }

        private String converted(String value) {
            return switch (format) {
                case 'x' -> inBase(value, 16);
                case 'X' -> inBase(value, 16).toUpperCase(Locale.ROOT);
                case 'o' -> inBase(value, 8);
                default -> value;
            };
        }

        // A bit rate may be no number: dash.js leaves a text as it is.
        private static String inBase(String value, int base) {
            return value.matches("-?[0-9]{1,18}") ? Long.toString(Long.parseLong(value), base) : value;
        }

        private String padded(String value) {
            int missing = width - value.length();
            int sign = value.startsWith("-") ? 1 : 0;
            return missing <= 0 ? value : value.substring(0, sign) + "0".repeat(missing) + value.substring(sign);
        }
    }

    private static final Pattern IDENTIFIER = Pattern.compile(
            "\\$(?:(RepresentationID|Bandwidth|Number|Time|SubNumber)(?:%0?([0-9]{0,3})([diuxXo]))?)?\\$");
    private static final Map<String, Name> NAMES = Map.of(
            "RepresentationID", Name.REPRESENTATION_ID,
            "Bandwidth", Name.BANDWIDTH,
            "Number", Name.NUMBER,
            "Time", Name.TIME,
            "SubNumber", Name.SUB_NUMBER);

    UrlTemplate {
        pieces = List.copyOf(pieces);
    }

    static UrlTemplate parse(String text) {
        var pieces = new ArrayList<Piece>();
        var matcher = IDENTIFIER.matcher(text);
        int at = 0;
        while (matcher.find()) {
            var between = text.substring(at, matcher.start());
            var name = Optional.ofNullable(matcher.group(1)).map(NAMES::get);
            var format = Optional.ofNullable(matcher.group(3)).orElse("d").charAt(0);
            pieces.add(new Piece(name.isEmpty() ? between + "$" : between, name, width(matcher.group(2)), format));
            at = matcher.end();
        }
        pieces.add(new Piece(text.substring(at), Optional.empty(), 0, 'd'));
        return new UrlTemplate(pieces);
    }

    boolean has(Name name) {
        return pieces.stream()
                .anyMatch(piece -> piece.name().filter(name::equals).isPresent());
    }

    /** The address; empty when a value is missing, or it grows over 8,192 characters. */
    Optional<String> filled(Map<Name, String> values) {
        var out = new StringBuilder();
        for (var piece : pieces) {
            out.append(piece.text());
            if (piece.name().isPresent()) {
                var value = values.get(piece.name().get());
                if (value == null) {
                    return Optional.empty();
                }
                out.append(piece.filled(value));
            }
            if (out.length() > XmlElement.LONGEST) {
                return Optional.empty();
            }
        }
        return Optional.of(out.toString());
    }

    private static int width(String digits) {
        return digits == null || digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }
}
