package dev.preheat.operation;

import dev.preheat.auth.Authenticator;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.tenancy.User;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log called {@code audit}: one line for each call of an operation, carried out or refused.
 *
 * <p>Of a client's own words a line repeats the id of the access key, the project and {@code X-Forwarded-For}, and never a
 * signature, a token, a query or a body. In them every character but letters, digits and a few plain signs is written as
 * {@code \}{@code uXXXX}, and all beyond 128 characters is cut, so that no client can forge a line.
 */
public final class Audit {
    private static final Logger log = LoggerFactory.getLogger("audit");
    private static final String PLAIN = "-_.:/,@+*[]";
    private static final String UNKNOWN = "-";
    private static final String NONE = "none";
    private static final int LONGEST = 128;

    private final InstantSource clock;
    private final Consumer<Answered> watcher;

    /** @param watcher receives every call that was answered */
    public Audit(InstantSource clock, Consumer<Answered> watcher) {
        this.clock = clock;
        this.watcher = watcher;
    }

    /**
     * A call that was answered, as the metrics count it.
     *
     * @param operation {@code none} for a call that was refused before its operation was known
     * @param code the error code; empty where the answer has none
     */
    public record Answered(String operation, int status, String code, Duration took) {}

    /** Counts a refusal of what is no call of an operation, and writes no line of it. */
    public Response stray(Response refusal) {
        watcher.accept(
                new Answered(NONE, refusal.status(), WireError.codeOf(refusal).orElse(""), Duration.ZERO));
        return refusal;
    }

    public Line begin(Request request, String operation) {
        return new Line(request, operation, clock.millis());
    }

    /** The line of a call that is not answered yet. */
    public final class Line {
        private final Request request;
        private final String operation;
        private final long began;
        private Optional<User> user = Optional.empty();

        private Line(Request request, String operation, long began) {
            this.request = request;
            this.operation = operation;
            this.began = began;
        }

        /** Notes the proved caller; without it the line names nobody. */
        public void by(User proved) {
            user = Optional.of(proved);
        }

        /** Writes the line and returns {@code answer}. */
        public Response answered(Response answer) {
            var took = Duration.ofMillis(clock.millis() - began);
            var answered = new Answered(
                    operation, answer.status(), WireError.codeOf(answer).orElse(""), took);
            watcher.accept(answered);
            if (log.isInfoEnabled()) {
                log.info(String.join(" ", fields(answered)));
            }
            return answer;
        }

        private List<String> fields(Answered answer) {
            var fields = new ArrayList<String>();
            fields.add("request=" + request.id());
            fields.add("from=" + plain(request.remote()));
            var forwarded = String.join(", ", request.headers().all("X-Forwarded-For"));
            if (!forwarded.isEmpty()) {
                fields.add("forwarded-for=" + plain(forwarded));
            }
            fields.add(
                    "account=" + user.map(one -> plain(one.account().value())).orElse(UNKNOWN));
            fields.add("user=" + user.map(one -> plain(one.name())).orElse(UNKNOWN));
            // only offered, not proved, where account and user are unknown
            fields.add("key=" + Authenticator.offeredKey(request).orElse(UNKNOWN));
            fields.add("operation=" + operation);
            fields.add("project=" + plain(request.pathValues().getOrDefault("project_id", UNKNOWN)));
            fields.add("status=" + answer.status());
            fields.add("code=" + (answer.code().isEmpty() ? UNKNOWN : answer.code()));
            fields.add("ms=" + answer.took().toMillis());
            return fields;
        }
    }

    private static String plain(String text) {
        var plain = new StringBuilder();
        text.chars().limit(LONGEST).forEach(one -> {
            if (Character.isLetterOrDigit(one) || PLAIN.indexOf(one) >= 0) {
                plain.append((char) one);
            } else {
                plain.append(String.format("\\u%04x", one));
            }
        });
        return plain.isEmpty() ? UNKNOWN : plain.toString();
    }
}
