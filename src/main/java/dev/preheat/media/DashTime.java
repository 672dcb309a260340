package dev.preheat.media;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as XML Schema writes them, exactly: a rounded second more is a segment that does not exist. */
final class DashTime {
    // As dash.js takes them: any part may have a fraction, and the T may be missing.
    private static final Pattern DURATION = Pattern.compile("P(?:" + number(9) + "Y)?(?:" + number(9) + "M)?(?:"
            + number(9) + "D)?(?:T?(?:" + number(9) + "H)?(?:" + number(9) + "M)?(?:" + number(12) + "S)?)?");
    private static final Pattern ZONE = Pattern.compile("([+-][0-9]{2})([0-9]{2})$");
    private static final Pattern TOO_FINE = Pattern.compile("(\\.[0-9]{9})[0-9]+");
    private static final long[] SECONDS = {365 * 86_400L, 30 * 86_400L, 86_400, 3_600, 60, 1};

    private DashTime() {}

    private static String number(int digits) {
        return "(\\d{1," + digits + "}(?:\\.\\d{0,40})?|\\.\\d{1,40})";
    }

    /** {@code PT1H2M3.5S} in seconds; years count 365 days and months 30, as in players. */
    static Optional<BigDecimal> seconds(String duration) {
        var matcher = DURATION.matcher(duration);
        boolean saysNothing = duration.endsWith("P") || duration.endsWith("T");
        return matcher.matches() && !saysNothing ? Optional.of(sum(matcher)) : Optional.empty();
    }

    /** {@code 2026-11-22T19:34:14.802Z}, UTC when it names no zone. */
    static Optional<Instant> instant(String dateTime) {
        try {
            var read = DateTimeFormatter.ISO_DATE_TIME.parseBest(
                    plain(dateTime), OffsetDateTime::from, LocalDateTime::from);
            return Optional.of(
                    read instanceof OffsetDateTime time
                            ? time.toInstant()
                            : LocalDateTime.from(read).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    // The zone may lack its colon, and a fraction be finer than a clock is.
    private static String plain(String dateTime) {
        return TOO_FINE.matcher(ZONE.matcher(dateTime).replaceFirst("$1:$2")).replaceFirst("$1");
    }

    /** The seconds from one moment to another; less than 0 when it lies before. */
    static BigDecimal between(Instant from, Instant to) {
        return BigDecimal.valueOf(to.getEpochSecond())
                .subtract(BigDecimal.valueOf(from.getEpochSecond()))
                .add(BigDecimal.valueOf((long) to.getNano() - from.getNano(), 9));
    }

    private static BigDecimal sum(Matcher parts) {
        var sum = BigDecimal.ZERO;
        for (int i = 0; i < SECONDS.length; i++) {
            var number = parts.group(i + 1);
            sum = number == null ? sum : sum.add(new BigDecimal(number).multiply(BigDecimal.valueOf(SECONDS[i])));
        }
        return sum;
    }
}
