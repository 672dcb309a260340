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
 * One line for each call that was carried out or refused, in the log called {@code audit}.
 *
 * <p>Of what a client sends it repeats the access key's id, the project and {@code X-Forwarded-For}: never a signature, a
 * token, a query or a body. Whatever is no letter, digit or plain sign in them is written as {@code \}{@code uXXXX}, and what
 * is longer than 128 characters is cut, so that nobody can write a line of their own.
 */
public final class Audit {
    private static final Logger log = LoggerFactory.getLogger("audit");
    private static final String PLAIN = "-_.:/,@+*[]";
    private static final String UNKNOWN = "-";
    private static final String NONE = "none";
    private static final int LONGEST = 128;

    private final InstantSource clock;
    private final Consumer<Answered> watcher;

    /** @param watcher is told of every call that was answered */
    public Audit(InstantSource clock, Consumer<Answered> watcher) {
        this.clock = clock;
        this.watcher = watcher;
    }

    public Audit(InstantSource clock) {
        this(clock, _ -> {});
    }

    /**
     * A call that was answered, for who counts.
     *
     * @param operation {@code none} where it was refused before that was known
     * @param code of a refusal; empty where the answer has none
     */
    public record Answered(String operation, int status, String code, Duration took) {}

    /** Counts what was refused before it was known to be a call of an operation; no line is kept of it. */
    public Response stray(Response refusal) {
        watcher.accept(
                new Answered(NONE, refusal.status(), WireError.codeOf(refusal).orElse(""), Duration.ZERO));
        return refusal;
    }

    public Call begin(Request request, String operation) {
        return new Call(request, operation, clock.millis());
    }

    /** A call that is not answered yet. */
    public final class Call {
        private final Request request;
        private final String operation;
        private final long began;
        private Optional<User> user = Optional.empty();

        private Call(Request request, String operation, long began) {
            this.request = request;
            this.operation = operation;
            this.began = began;
        }

        /** Notes who it is; without this the caller stays unproved. */
        public void by(User proved) {
            user = Optional.of(proved);
        }

        /** Writes the line, and gives {@code answer} back. */
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
            // Offered, not proved, where account and user are unknown.
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
