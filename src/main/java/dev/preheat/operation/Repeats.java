package dev.preheat.operation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.preheat.accept.RecordedAnswers;
import dev.preheat.accept.RequestKey;
import dev.preheat.encoding.Sha256;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.tenancy.Project;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Requests with an {@code Idempotency-Key}: carried out once, and answered again for 24 hours.
 *
 * <p>A key is 1 to 255 visible ASCII characters and counts in its project. Only what was carried out is kept: a refusal
 * leaves the key free. Of one account so many are kept at a time; where there is no room for one more nothing is carried out.
 */
public record Repeats(RecordedAnswers answers, InstantSource clock) {
    public static final String FIELD = "Idempotency-Key";
    private static final Pattern LEGAL = Pattern.compile("[\\x21-\\x7e]{1,255}");

    /** What a request says of its key. */
    public sealed interface Key {}

    public record Absent() implements Key {}

    public record Illegal() implements Key {}

    public record Given(RequestKey.Named name) implements Key {}

    @FunctionalInterface
    private interface Replay {
        public Response of(RecordedAnswers.Same first, Request request, Project project);
    }

    /** The operation with its answers kept. */
    public UserOperation once(UserOperation operation) {
        return once(
                operation,
                answer -> new String(answer.body(), UTF_8),
                (first, _, _) -> Json.response(first.status(), first.answer()));
    }

    /** The operation with no more kept than that it was carried out; {@code again} answers what comes again. */
    public UserOperation once(UserOperation operation, Operation again) {
        return once(operation, _ -> "", (_, request, project) -> again.handle(request, project));
    }

    /** What the request says. */
    public Key of(Request request, Project project) {
        var given = request.headers().all(FIELD);
        if (given.isEmpty()) {
            return new Absent();
        }
        if (given.size() > 1 || !LEGAL.matcher(given.getFirst()).matches()) {
            return new Illegal();
        }
        var until = clock.instant().plus(RequestKey.Named.KEPT);
        var name = Sha256.hex(project.id() + "\n" + given.getFirst());
        var head = request.method() + "\n" + request.path() + "\n" + request.query() + "\n";
        var whole = Sha256.hex(head.getBytes(UTF_8), request.body());
        return new Given(new RequestKey.Named(name, whole, until));
    }

    private UserOperation once(UserOperation operation, Function<Response, String> kept, Replay replay) {
        return (request, project, user) -> switch (of(request, project)) {
            case Absent() -> operation.handle(request, project, user);
            case Illegal() -> WireError.ILLEGAL_FIELD.response(request, FIELD);
            case Given(var name) ->
                switch (answers.find(name)) {
                    case RecordedAnswers.Same first -> replay.of(first, request, project);
                    case RecordedAnswers.Other() -> WireError.ILLEGAL_FIELD.response(request, FIELD);
                    case RecordedAnswers.Unknown()
                    when !answers.hasRoom(project.account(), name) ->
                        WireError.TOO_MANY_KEYS.response(request, Integer.toString(answers.most()));
                    case RecordedAnswers.Unknown() -> {
                        var answer = operation.handle(request, project, user);
                        if (answer.status() < 300) {
                            var first = new RecordedAnswers.Same(answer.status(), kept.apply(answer));
                            answers.keep(project.account(), name, first);
                        }
                        yield answer;
                    }
                };
        };
    }
}
