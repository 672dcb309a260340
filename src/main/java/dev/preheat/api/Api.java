package dev.preheat.api;

import dev.preheat.auth.Caller;
import dev.preheat.auth.Iam;
import dev.preheat.auth.Verdict;
import dev.preheat.catalogue.AssetStore;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.http.Endpoint;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.http.Routes;
import dev.preheat.http.Server;
import dev.preheat.preheat.Preheater;
import dev.preheat.preheat.TaskStore;
import dev.preheat.sql.StoreException;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table of contents: every operation, its path, and the action that a caller must be allowed. */
public final class Api {
    private static final Logger log = LoggerFactory.getLogger(Api.class);

    static final String CREATE = "vod:asset:preheat";
    static final String SHOW = "vod:asset:getPreheatTask";

    private final Gate gate;
    private final Routes routes;

    /** What every call meets before its operation: who calls, how often, and the line that is kept of it. */
    public record Gate(Iam iam, Throttle throttle, Audit audit) {}

    public Api(
            Gate gate,
            Preheater preheater,
            TaskStore tasks,
            AssetStore assets,
            DeliveryDomains domains,
            BooleanSupplier ready,
            InstantSource clock) {
        this.gate = gate;
        var probes = new Probes(ready);
        var tokens = new IssueToken(gate.iam());
        var preheating = "/v1.0/{project_id}/asset/preheating";
        var ours = "/preheat/v1/projects/{project_id}";
        routes = Routes.otherwise(WireError.UNKNOWN_PATH::response)
                .wrongMethod(WireError.WRONG_METHOD::response)
                .add("POST", preheating, proved(CREATE, new CreatePreheatingAsset(preheater)))
                .add("GET", preheating, proved(SHOW, new ShowPreheatingAsset(tasks)))
                .add(
                        "PUT",
                        ours + "/assets/{asset_id}",
                        proved("preheat:asset:put", new PutAsset(assets, domains, clock)))
                .add("GET", ours + "/assets/{asset_id}", proved("preheat:asset:get", new ShowAsset(assets)))
                .add("GET", ours + "/assets", proved("preheat:asset:list", new ListAssets(assets)))
                .add("GET", ours + "/tasks/{task_id}", proved("preheat:task:get", new ShowTask(tasks)))
                .add("POST", "/v3/auth/tokens", audited("IssueToken", tokens::handle))
                .add("GET", "/v3/auth/tokens", known("ShowToken", new ShowToken(gate.iam())::handle))
                .add("GET", "/v3/projects", known("ListProjects", new ListProjects(gate.iam())::handle))
                .add("GET", "/healthz", _ -> probes.healthz())
                .add("GET", "/readyz", _ -> probes.readyz())
                .build();
    }

    public Routes routes() {
        return routes;
    }

    /** How the server answers what never became a request. */
    public Server.Refusal refusal() {
        return (status, requestId) -> WireError.ofStatus(status).response(requestId);
    }

    /** The operation behind the checks that all share: who calls, how often, whose project it is, what the caller may. */
    private Endpoint proved(String action, Operation operation) {
        return audited(
                operation.getClass().getSimpleName(),
                (call, request) -> switch (gate.iam().authenticator().prove(request)) {
                    case Verdict.Denial denial -> refused(request, denial);
                    case Caller caller -> {
                        call.by(caller.user());
                        yield admitted(request, caller, action, operation);
                    }
                });
    }

    /** What anybody proved may do, whatever the project: as IAM, in IAM's shape. */
    private Endpoint known(String name, BiFunction<Request, Caller, Response> operation) {
        return audited(
                name, (call, request) -> switch (gate.iam().authenticator().prove(request)) {
                    case Caller caller -> {
                        call.by(caller.user());
                        yield operation.apply(request, caller);
                    }
                    case Verdict.NoCredentials _ -> KeystoneError.UNAUTHENTICATED.response();
                    case Verdict.ExpiredToken _ -> KeystoneError.TOKEN_EXPIRED.response();
                    case Verdict.UnknownToken _ -> KeystoneError.TOKEN_INVALID.response();
                    case Verdict.Denial signature -> refused(request, signature);
                });
    }

    /** Keeps a line of the call whatever comes of it; the one place where a bug or a broken store becomes an answer. */
    private Endpoint audited(String name, BiFunction<Audit.Call, Request, Response> answer) {
        return request -> {
            var call = gate.audit().begin(request, name);
            try {
                return call.answered(answer.apply(call, request));
            } catch (StoreException broken) {
                log.error("request {}: the store failed: {}", request.id(), broken.toString(), broken.getCause());
            } catch (RuntimeException bug) {
                log.error("request {} {} {} broke", request.id(), request.method(), request.path(), bug);
            }
            return call.answered(WireError.INTERNAL.response(request));
        };
    }

    private Response admitted(Request request, Caller caller, String action, Operation operation) {
        return switch (gate.throttle().take(caller.user().account(), action)) {
            case Throttle.Admitted() -> permitted(request, caller, action, operation);
            case Throttle.Refused(int perMinute) -> WireError.THROTTLED.response(request, Integer.toString(perMinute));
        };
    }

    private static Response refused(Request request, Verdict.Denial denial) {
        return WireError.UNAUTHENTICATED.response(request, tail(denial));
    }

    private static Response permitted(Request request, Caller caller, String action, Operation operation) {
        var project = project(request, caller);
        if (project.isEmpty()) {
            return WireError.FOREIGN_PROJECT.response(request);
        }
        return caller.may(action)
                ? operation.handle(request, project.get())
                : WireError.NO_PERMISSION.response(request, action);
    }

    private static Optional<Project> project(Request request, Caller caller) {
        return Optional.ofNullable(request.pathValues().get("project_id"))
                .filter(ProjectId::isLegal)
                .flatMap(id -> caller.project(new ProjectId(id)));
    }

    // The gateway's own words (devg-apisign FAQ api-sign-0001), where it has any.
    private static String tail(Verdict.Denial denial) {
        return switch (denial) {
            case Verdict.NoCredentials() -> "x-auth-token not found";
            case Verdict.Malformed(var reason) -> reason;
            case Verdict.UnknownKey(var accessKey) -> "ak " + accessKey + " not exist";
            case Verdict.MalformedDate() -> "calc ak sk signature fail:x-sdk-date is not yyyyMMddTHHmmssZ";
            case Verdict.StaleDate() -> "calc ak sk signature fail:signature expired";
            case Verdict.WrongSignature(var canonicalRequest) ->
                "verify aksk signature fail, canonicalRequest:" + canonicalRequest.replace('\n', '|');
            case Verdict.LockedKey() -> "AK access failed to reach the limit,forbidden.";
            case Verdict.WrongSecurityToken() -> "x-security-token is missing, not signed or not the key's";
            case Verdict.ExpiredKey(var expired) -> "security token expires, expires_at: " + expired;
            case Verdict.UnknownToken() -> "decrypt token fail";
            case Verdict.ExpiredToken(var at) -> "token expires, expires_at: " + ShownToken.time(at);
        };
    }
}
