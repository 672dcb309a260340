package dev.preheat.media;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A number in an attribute of an MPD as players read it: dash.js lets JavaScript make numbers of texts, so that
 * {@code 2000.0} and {@code 2e3} are 2000.
 *
 * <p>Limits: 40 digits before and after the point, and a {@code long} for what is whole.
 */
final class PlayerNumber {
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(?:[0-9]{1,40}+\\.?+[0-9]{0,40}+|\\.[0-9]{1,40}+)(?:[eE][-+]?[0-9]{1,2})?");
    private static final Pattern HEXADECIMAL = Pattern.compile("0[xX][0-9a-fA-F]{1,15}");
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private PlayerNumber() {}

    /** Any number that no {@code long} is too small for. */
    static Optional<BigDecimal> decimal(String text) {
        return any(text).filter(number -> number.abs().compareTo(MOST) <= 0);
    }

    /** A number without a fraction, or with one of nothing but zeros. */
    static Optional<Long> whole(String text) {
        return decimal(text).filter(PlayerNumber::isWhole).map(BigDecimal::longValueExact);
    }

    /** Why {@link #decimal} or {@link #whole} is empty. */
    static String fault(String text) {
        return any(text)
                .map(number -> number.abs().compareTo(MOST) > 0 ? "is too large a number" : "is no whole number")
                .orElse("is no number");
    }

    /** What stands in an address for it, as JavaScript prints it. */
    static String printed(String text) {
        return whole(text)
                .filter(_ -> DECIMAL.matcher(text).matches())
                .map(Object::toString)
                .orElse(text);
    }

    private static Optional<BigDecimal> any(String text) {
        var digits = text.strip();
        if (HEXADECIMAL.matcher(digits).matches()) {
            return Optional.of(BigDecimal.valueOf(Long.parseLong(digits.substring(2), 16)));
        }
        return Optional.of(digits).filter(one -> DECIMAL.matcher(one).matches()).map(BigDecimal::new);
    }

    private static boolean isWhole(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0;
    }
}
