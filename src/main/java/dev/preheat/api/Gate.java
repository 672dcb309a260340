package dev.preheat.api;

import dev.preheat.auth.Authentication;
import dev.preheat.auth.Iam;
import dev.preheat.http.Endpoint;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.iam.KeystoneError;
import dev.preheat.iam.ShownToken;
import dev.preheat.operation.Audit;
import dev.preheat.operation.Call;
import dev.preheat.operation.Operation;
import dev.preheat.operation.Query;
import dev.preheat.operation.WireError;
import dev.preheat.preheat.TaskId;
import dev.preheat.sql.StoreException;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The checks before every operation: who calls, how often, how much at once, in which project, and with what permission. */
public final class Gate {
    private static final Logger log = LoggerFactory.getLogger(Gate.class);

    private final Iam iam;
    private final Throttle throttle;
    private final AtOnce atOnce;
    private final Audit audit;
    private final StoreFailures failures;

    public Gate(Iam iam, Throttle throttle, AtOnce atOnce, Audit audit, InstantSource clock) {
        this.iam = iam;
        this.throttle = throttle;
        this.atOnce = atOnce;
        this.audit = audit;
        this.failures = new StoreFailures(clock);
    }

    /** Lets everybody through. */
    Endpoint anyone(Operation operation) {
        return audited(operation, operation::handle);
    }

    /** Lets every proved caller through, and refuses in the form of Keystone. */
    Endpoint known(Operation operation) {
        return audited(operation, call -> switch (prove(call)) {
            case Authentication.Proved(var caller) ->
                carryOut(call.by(caller), operation, KeystoneError.ILLEGAL_PARAMETER::response);
            case Authentication.NoCredentials _ -> KeystoneError.UNAUTHENTICATED.response();
            case Authentication.ExpiredToken _ -> KeystoneError.TOKEN_EXPIRED.response();
            case Authentication.UnknownToken _ -> KeystoneError.TOKEN_INVALID.response();
            case Authentication.Denial signature -> unauthenticated(call, signature);
        });
    }

    /** Lets callers through who may perform {@code action} in the project of the path. */
    Endpoint allowed(String action, Operation operation) {
        return audited(operation, call -> switch (prove(call)) {
            case Authentication.Proved(var caller) -> throttled(call.by(caller), action, operation);
            case Authentication.Denial denial -> unauthenticated(call, denial);
        });
    }

    /** Counts a refusal of what is no call of an operation. */
    Response stray(Response refusal) {
        return audit.stray(refusal);
    }

    /** Writes the line of every call; the one place where a bug or a broken store becomes an answer. */
    private Endpoint audited(Operation operation, Function<Call, Response> answer) {
        return request -> {
            var line = audit.begin(request, operation.name());
            taskOf(request).ifPresent(task -> MDC.put("task", task));
            try {
                return line.answered(answer.apply(Call.of(request, line)));
            } catch (StoreException broken) {
                failures.failed(broken);
            } catch (RuntimeException bug) {
                log.error("cannot answer {} {}", request.method(), request.path(), bug);
            }
            return line.answered(WireError.INTERNAL.response(request));
        };
    }

    private static Optional<String> taskOf(Request request) {
        return Optional.ofNullable(request.pathValues().get("task_id"))
                .or(() -> new Query(request.query()).first("task_id"))
                .filter(TaskId::isLegal);
    }

    private Authentication prove(Call call) {
        var authentication = iam.authenticator().prove(call.request());
        if (authentication instanceof Authentication.Proved(var caller)) {
            call.line().by(caller.user());
        }
        return authentication;
    }

    private Response throttled(Call call, String action, Operation operation) {
        var account = call.user().account();
        if (!throttle.take(account, action)) {
            return WireError.THROTTLED.response(call.request(), throttle.perMinute(action));
        }
        return Throttle.COUNTED.contains(action) ? permitted(call, action, operation) : inTurn(call, action, operation);
    }

    private Response inTurn(Call call, String action, Operation operation) {
        var method = call.request().method();
        var entered = atOnce.enter(call.user().account(), method);
        if (entered.isEmpty()) {
            return WireError.TOO_MANY_CALLS.response(call.request(), atOnce.most(method));
        }
        try (var _ = entered.get()) {
            return permitted(call, action, operation);
        }
    }

    private static Response permitted(Call call, String action, Operation operation) {
        var project = project(call);
        if (project.isEmpty()) {
            return WireError.FOREIGN_PROJECT.response(call.request());
        }
        return call.caller().may(action)
                ? carryOut(call.in(project.get()), operation, call::illegal)
                : WireError.NO_PERMISSION.response(call.request(), action);
    }

    private static Optional<Project> project(Call call) {
        return Optional.of(call.inPath("project_id"))
                .filter(ProjectId::isLegal)
                .flatMap(id -> call.caller().project(new ProjectId(id)));
    }

    private static Response carryOut(Call call, Operation operation, Function<String, Response> illegal) {
        return call.query().twice(operation.single()).map(illegal).orElseGet(() -> operation.handle(call));
    }

    private static Response unauthenticated(Call call, Authentication.Denial denial) {
        return WireError.UNAUTHENTICATED.response(call.request(), words(denial));
    }

    // the gateway's own words where it has any (devg-apisign FAQ api-sign-0001)
    private static String words(Authentication.Denial denial) {
        return switch (denial) {
            case Authentication.NoCredentials() -> "x-auth-token not found";
            case Authentication.Malformed(var reason) -> reason;
            case Authentication.UnknownKey(var accessKey) -> "ak " + accessKey + " not exist";
            case Authentication.MalformedDate() -> "calc ak sk signature fail:x-sdk-date is not yyyyMMddTHHmmssZ";
            case Authentication.StaleDate() -> "calc ak sk signature fail:signature expired";
            case Authentication.WrongSignature(var canonicalRequest) ->
                "verify aksk signature fail, canonicalRequest:" + canonicalRequest.replace('\n', '|');
            case Authentication.LockedKey() -> "AK access failed to reach the limit,forbidden.";
            case Authentication.WrongSecurityToken() -> "x-security-token is missing, not signed or not the key's";
            case Authentication.ExpiredKey(var expired) -> "security token expires, expires_at: " + expired;
            case Authentication.UnknownToken() -> "decrypt token fail";
            case Authentication.ExpiredToken(var at) -> "token expires, expires_at: " + ShownToken.time(at);
        };
    }
}
