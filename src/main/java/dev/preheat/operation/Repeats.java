package dev.preheat.operation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.preheat.accept.RecordedAnswers;
import dev.preheat.accept.RequestKey;
import dev.preheat.encoding.Sha256;
import dev.preheat.http.Response;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Calls with an {@code Idempotency-Key}: each is carried out once, and answered again for 24 hours.
 *
 * <p>A key is 1 to 255 visible ASCII characters and counts in its project. A refusal leaves the key free. An account has a
 * limit of kept keys; a call with one more is refused and not carried out.
 */
public record Repeats(RecordedAnswers answers, InstantSource clock) {
    public static final String FIELD = "Idempotency-Key";
    private static final Pattern LEGAL = Pattern.compile("[\\x21-\\x7e]{1,255}");

    /** The key of a call. */
    public sealed interface Key {}

    public record Absent() implements Key {}

    public record Illegal() implements Key {}

    public record Given(RequestKey.Named name) implements Key {}

    @FunctionalInterface
    private interface Replay {
        Response of(RecordedAnswers.Same first);
    }

    /** Carries out the call once, and gives later calls with the same key the same answer. */
    public Response once(Call call, Operation operation) {
        return once(
                call,
                operation,
                answer -> new String(answer.body(), UTF_8),
                first -> Json.response(first.status(), first.answer()));
    }

    /** Carries out the call once; {@code again} answers later calls with the same key. */
    public Response once(Call call, Operation operation, Operation again) {
        return once(call, operation, _ -> "", _ -> again.handle(call));
    }

    /** Reads the key of a call. */
    public Key of(Call call) {
        var request = call.request();
        var given = request.headers().all(FIELD);
        if (given.isEmpty()) {
            return new Absent();
        }
        if (given.size() > 1 || !LEGAL.matcher(given.getFirst()).matches()) {
            return new Illegal();
        }
        var until = clock.instant().plus(RequestKey.Named.KEPT);
        var name = Sha256.hex(call.project().id() + "\n" + given.getFirst());
        var head = request.method() + "\n" + request.path() + "\n" + request.query() + "\n";
        var whole = Sha256.hex(head.getBytes(UTF_8), request.body());
        return new Given(new RequestKey.Named(name, whole, until));
    }

    private Response once(Call call, Operation operation, Function<Response, String> kept, Replay replay) {
        return switch (of(call)) {
            case Absent() -> operation.handle(call);
            case Illegal() -> call.illegal(FIELD);
            case Given(var name) ->
                switch (answers.find(name)) {
                    case RecordedAnswers.Same first -> replay.of(first);
                    case RecordedAnswers.Other() -> call.illegal(FIELD);
                    case RecordedAnswers.Unknown()
                    when !answers.hasRoom(call.project().account(), name) ->
                        WireError.TOO_MANY_KEYS.response(call.request(), answers.most());
                    case RecordedAnswers.Unknown() -> {
                        var answer = operation.handle(call);
                        if (answer.status() < 300) {
                            var first = new RecordedAnswers.Same(answer.status(), kept.apply(answer));
                            answers.keep(call.project().account(), name, first);
                        }
                        yield answer;
                    }
                };
        };
    }
}
