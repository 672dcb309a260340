package dev.preheat.demo;

import dev.preheat.http.Headers;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An object at hand, and the answer to a request for it, or for a piece: one byte range, {@code If-None-Match} and
 * {@code If-Range} (RFC 9110 §13.1.2, §13.1.5, §14.2). Several ranges at once are answered with the whole.
 *
 * @param answer the 200 with all of the body
 */
record WholeObject(Response answer) {
    private static final Pattern ONE_RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    Response answerTo(Request request) {
        var asked = request.headers();
        var tag = answer.headers().first("ETag");
        if (asked.first("If-None-Match").filter(none -> matches(none, tag)).isPresent()) {
            return new Response(304, answer.headers(), new byte[0]);
        }
        boolean isSame = asked.first("If-Range")
                .map(ours -> tag.filter(ours::equals).isPresent())
                .orElse(true);
        var range = request.method().equals("GET") && isSame ? asked.first("Range") : Optional.<String>empty();
        return range.map(text -> ONE_RANGE.matcher(text.strip()))
                .filter(match -> match.matches() && !match.group().equals("bytes=-"))
                .map(match -> piece(match.group(1), match.group(2)))
                .orElseGet(() -> answer.with("Accept-Ranges", "bytes"));
    }

    private static boolean matches(String ifNoneMatch, Optional<String> tag) {
        var wanted = ifNoneMatch.strip();
        return wanted.equals("*")
                || tag.filter(own -> Arrays.stream(wanted.split(","))
                                .anyMatch(one -> one.strip().replace("W/", "").equals(own)))
                        .isPresent();
    }

    private Response piece(String from, String to) {
        int length = answer.body().length;
        long first = from.isEmpty() ? Math.max(0, length - Long.parseLong(to)) : Long.parseLong(from);
        long last = from.isEmpty() || to.isEmpty() ? length - 1 : Math.min(length - 1, Long.parseLong(to));
        boolean isBackwards = !from.isEmpty() && !to.isEmpty() && Long.parseLong(to) < first;
        if (isBackwards) {
            return answer.with("Accept-Ranges", "bytes"); // no range at all: as if none were asked
        }
        if (first > last) {
            return new Response(416, Headers.NONE.with("Content-Range", "bytes */" + length), new byte[0]);
        }
        var part = Arrays.copyOfRange(answer.body(), (int) first, (int) last + 1);
        return new Response(206, answer.headers(), part)
                .with("Content-Range", "bytes " + first + "-" + last + "/" + length)
                .with("Accept-Ranges", "bytes");
    }
}
