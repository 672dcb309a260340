package dev.preheat.media;

import java.util.ArrayList;
import java.util.List;
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

    /** Text, or a name to put a value for, with zeros before it up to {@code width}. */
    record Piece(String text, Optional<Name> name, int width) {}

    // Players take 'i' and 'u' for 'd'; a hexadecimal number nobody has been seen to write.
    private static final Pattern IDENTIFIER =
            Pattern.compile("\\$(?:(RepresentationID|Bandwidth|Number|Time|SubNumber)(?:%0?([0-9]{0,2})[diu])?)?\\$");
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
            pieces.add(new Piece(name.isEmpty() ? between + "$" : between, name, width(matcher.group(2))));
            at = matcher.end();
        }
        pieces.add(new Piece(text.substring(at), Optional.empty(), 0));
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
                out.append(padded(value, piece.width()));
            }
            if (out.length() > XmlElement.LONGEST) {
                return Optional.empty();
            }
        }
        return Optional.of(out.toString());
    }

    private static String padded(String value, int width) {
        int missing = width - value.length();
        int sign = value.startsWith("-") ? 1 : 0;
        return missing <= 0 ? value : value.substring(0, sign) + "0".repeat(missing) + value.substring(sign);
    }

    private static int width(String digits) {
        return digits == null || digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }
}
