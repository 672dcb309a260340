package dev.preheat.api;

import dev.preheat.accept.Preheater;
import dev.preheat.accept.Publisher;
import dev.preheat.accept.Publisher.Editor;
import dev.preheat.accept.QuotaBook;
import dev.preheat.accept.RecordedAnswers;
import dev.preheat.accept.TaskStore;
import dev.preheat.accept.UrlEstimate;
import dev.preheat.auth.Caller;
import dev.preheat.auth.Iam;
import dev.preheat.auth.Verdict;
import dev.preheat.catalogue.AssetSearch;
import dev.preheat.catalogue.AssetStore;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.http.Endpoint;
import dev.preheat.http.Refusal;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.http.Routes;
import dev.preheat.iam.IssueToken;
import dev.preheat.iam.KeystoneError;
import dev.preheat.iam.ListProjects;
import dev.preheat.iam.ShowToken;
import dev.preheat.iam.ShownToken;
import dev.preheat.operation.Audit;
import dev.preheat.operation.CatalogueEdit;
import dev.preheat.operation.Operation;
import dev.preheat.operation.Query;
import dev.preheat.operation.Repeats;
import dev.preheat.operation.UserOperation;
import dev.preheat.operation.WireError;
import dev.preheat.own.CancelTask;
import dev.preheat.own.EstimatePreheatingAsset;
import dev.preheat.own.ListAssets;
import dev.preheat.own.ListEdges;
import dev.preheat.own.ListTasks;
import dev.preheat.own.PutAsset;
import dev.preheat.own.RetryTask;
import dev.preheat.own.ShowAsset;
import dev.preheat.own.ShowQuota;
import dev.preheat.own.ShowTask;
import dev.preheat.own.TaskWatches;
import dev.preheat.own.WatchTask;
import dev.preheat.preheat.EdgeStanding;
import dev.preheat.preheat.TaskControl;
import dev.preheat.preheat.TaskId;
import dev.preheat.preheat.TaskList;
import dev.preheat.sql.StoreException;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.vod.CreatePreheatingAsset;
import dev.preheat.vod.DeleteAssets;
import dev.preheat.vod.ListAssetList;
import dev.preheat.vod.PublishAssets;
import dev.preheat.vod.ShowAssetDetail;
import dev.preheat.vod.ShowAssetMeta;
import dev.preheat.vod.ShowPreheatingAsset;
import dev.preheat.vod.UnpublishAssets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The table of contents: every operation, its path, and the action that a caller must be allowed. */
public final class Api {
    private static final Logger log = LoggerFactory.getLogger(Api.class);

    static final String CREATE = "vod:asset:preheat";
    static final String SHOW = "vod:asset:getPreheatTask";
    static final String ESTIMATE = "preheat:asset:estimate";

    /** The actions whose calls are counted by the minute; of the others so many are carried out at once. */
    static final Set<String> COUNTED = Set.of(CREATE, SHOW, ESTIMATE);

    private static final String VENDORS = "/v1.0/{project_id}/asset";
    private static final String OURS = "/preheat/v1/projects/{project_id}";

    private final Gate gate;
    private final StoreFailures failures;
    private final Routes routes;

    /** What every call meets before its operation: who calls, how often, how much at once, and the line that is kept of it. */
    public record Gate(Iam iam, Throttle throttle, AtOnce atOnce, Audit audit) {}

    /** What there is to know of tasks, and who stops them and begins them anew. */
    public record Tasks(
            TaskStore store,
            TaskList list,
            TaskControl control,
            QuotaBook quotas,
            RecordedAnswers answers,
            TaskWatches watches,
            Filling filling) {}

    /** What the other half of the house tells of itself. */
    public record Filling(
            Supplier<List<EdgeStanding>> edges, BiFunction<Project, List<StreamingUrl>, List<UrlEstimate>> estimates) {}

    /** All that knows or changes assets. */
    public record Catalogue(AssetStore assets, AssetSearch search, Publisher publisher, DeliveryDomains domains) {}

    /** What the service shows of itself: whether it takes requests, and its metrics as Prometheus reads them. */
    public record Signs(BooleanSupplier ready, Supplier<String> metrics) {}

    public Api(Gate gate, Preheater preheater, Tasks tasks, Catalogue catalogue, Signs signs, InstantSource clock) {
        this.gate = gate;
        this.failures = new StoreFailures(clock);
        var probes = new Probes(signs.ready(), signs.metrics());
        var repeats = new Repeats(tasks.answers(), clock);
        var preheating = VENDORS + "/preheating";
        var table = Routes.otherwise(request -> gate.audit().stray(WireError.UNKNOWN_PATH.response(request)))
                .wrongMethod(request -> gate.audit().stray(WireError.WRONG_METHOD.response(request)))
                .add("POST", preheating, proved(CREATE, new CreatePreheatingAsset(preheater, repeats)))
                .add("GET", preheating, proved(SHOW, new ShowPreheatingAsset(tasks.store())))
                .add("GET", "/healthz", new OpenApi.Operation("Healthz", "", _ -> probes.healthz()))
                .add("GET", "/readyz", new OpenApi.Operation("Readyz", "", _ -> probes.readyz()))
                .add("GET", "/metrics", new OpenApi.Operation("Metrics", "", _ -> probes.metrics()));
        assets(table, catalogue, repeats, clock);
        tasks(table, tasks, preheater, repeats);
        iam(table, gate.iam());
        var document = OpenApi.of(table.build().table());
        routes = table.add(
                        "GET",
                        "/openapi.json",
                        _ -> Response.of(200, "application/json", document).forAnyone())
                .build();
    }

    private void assets(Routes.Builder table, Catalogue catalogue, Repeats repeats, InstantSource clock) {
        var assets = catalogue.assets();
        var search = catalogue.search();
        var publisher = catalogue.publisher();
        table.add(
                        "POST",
                        VENDORS + "/status/publish",
                        edited("vod:asset:publish", new PublishAssets(publisher), repeats))
                .add(
                        "POST",
                        VENDORS + "/status/unpublish",
                        edited("vod:asset:unpublish", new UnpublishAssets(publisher), repeats))
                .add("GET", VENDORS + "/details", proved("vod:asset:getDetails", new ShowAssetDetail(assets)))
                .add("GET", VENDORS + "/info", proved("vod:asset:getInfo", new ShowAssetMeta(search)))
                .add("GET", VENDORS + "/list", proved("vod:asset:list", new ListAssetList(search)))
                .add("DELETE", VENDORS, edited("vod:asset:delete", new DeleteAssets(publisher), repeats))
                .add(
                        "PUT",
                        OURS + "/assets/{asset_id}",
                        edited("preheat:asset:put", new PutAsset(publisher, catalogue.domains(), clock), repeats))
                .add("GET", OURS + "/assets/{asset_id}", proved("preheat:asset:get", new ShowAsset(assets)))
                .add("GET", OURS + "/assets", proved("preheat:asset:list", new ListAssets(assets)));
    }

    private void tasks(Routes.Builder table, Tasks tasks, Preheater preheater, Repeats repeats) {
        var show = new ShowTask(tasks.store());
        var cancel = new CancelTask(tasks.control(), show);
        var retry = new RetryTask(tasks.store(), preheater, tasks.control());
        var task = OURS + "/tasks/{task_id}";
        table.add("GET", OURS + "/tasks", proved("preheat:task:list", new ListTasks(tasks.list())))
                .add("GET", task, proved("preheat:task:get", show))
                .add("GET", task + "/events", proved("preheat:task:get", new WatchTask(tasks.store(), tasks.watches())))
                .add("POST", task + "/cancel", proved("preheat:task:cancel", "CancelTask", repeats.once(cancel, show)))
                .add("POST", task + "/retry", proved("preheat:task:retry", "RetryTask", repeats.once(retry, show)))
                .add(
                        "POST",
                        OURS + "/estimate",
                        proved(
                                ESTIMATE,
                                new EstimatePreheatingAsset(
                                        preheater,
                                        tasks.quotas(),
                                        tasks.filling().estimates())))
                .add("GET", OURS + "/quota", proved("preheat:quota:get", new ShowQuota(tasks.quotas())))
                .add(
                        "GET",
                        OURS + "/edges",
                        proved(
                                "preheat:edge:list",
                                new ListEdges(tasks.filling().edges())));
    }

    private void iam(Routes.Builder table, Iam iam) {
        table.add("POST", "/v3/auth/tokens", audited("IssueToken", "", new IssueToken(iam)::handle))
                .add("GET", "/v3/auth/tokens", known("ShowToken", new ShowToken(iam)::handle))
                .add("GET", "/v3/projects", known("ListProjects", new ListProjects(iam)::handle));
    }

    public Routes routes() {
        return routes;
    }

    /** How the server answers what never became a request. */
    public Refusal refusal() {
        return (status, requestId) ->
                gate.audit().stray(WireError.ofStatus(status).response(requestId));
    }

    /** The operation behind the checks that all share: who calls, how often, whose project it is, what the caller may. */
    private Endpoint proved(String action, Operation operation) {
        return proved(
                action,
                operation.getClass().getSimpleName(),
                (request, project, _) -> operation.handle(request, project));
    }

    private Endpoint edited(String action, CatalogueEdit edit, Repeats repeats) {
        return proved(
                action,
                edit.getClass().getSimpleName(),
                repeats.once((request, project, user) -> edit.handle(request, new Editor(project, user.name()))));
    }

    private Endpoint proved(String action, String name, UserOperation unambiguous) {
        var single = Descriptions.of(name).single();
        UserOperation operation = (request, project, user) -> new Query(request.query())
                .twice(single)
                .map(twice -> WireError.ILLEGAL_FIELD.response(request, twice))
                .orElseGet(() -> unambiguous.handle(request, project, user));
        return audited(name, action, (call, request) -> switch (gate.iam()
                .authenticator()
                .prove(request)) {
            case Verdict.Denial denial -> refused(request, denial);
            case Caller caller -> {
                call.by(caller.user());
                yield admitted(request, caller, action, operation);
            }
        });
    }

    /** What anybody proved may do, whatever the project: as IAM, in IAM's shape. */
    private Endpoint known(String name, BiFunction<Request, Caller, Response> unambiguous) {
        var single = Descriptions.of(name).single();
        BiFunction<Request, Caller, Response> operation = (request, caller) -> new Query(request.query())
                .twice(single)
                .map(KeystoneError.ILLEGAL_PARAMETER::response)
                .orElseGet(() -> unambiguous.apply(request, caller));
        return audited(
                name, "", (call, request) -> switch (gate.iam().authenticator().prove(request)) {
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
    private Endpoint audited(String name, String action, BiFunction<Audit.Call, Request, Response> answer) {
        return new OpenApi.Operation(name, action, request -> {
            var call = gate.audit().begin(request, name);
            taskOf(request).ifPresent(task -> MDC.put("task", task));
            try {
                return call.answered(answer.apply(call, request));
            } catch (StoreException broken) {
                failures.failed(broken);
            } catch (RuntimeException bug) {
                log.error("{} {} broke", request.method(), request.path(), bug);
            }
            return call.answered(WireError.INTERNAL.response(request));
        });
    }

    private static Optional<String> taskOf(Request request) {
        return Optional.ofNullable(request.pathValues().get("task_id"))
                .or(() -> new Query(request.query()).first("task_id"))
                .filter(TaskId::isLegal);
    }

    private Response admitted(Request request, Caller caller, String action, UserOperation operation) {
        return switch (gate.throttle().take(caller.user().account(), action)) {
            case Throttle.Admitted() when COUNTED.contains(action) -> permitted(request, caller, action, operation);
            case Throttle.Admitted() -> inTurn(request, caller, action, operation);
            case Throttle.Refused(int perMinute) -> WireError.THROTTLED.response(request, Integer.toString(perMinute));
        };
    }

    private Response inTurn(Request request, Caller caller, String action, UserOperation operation) {
        return switch (gate.atOnce().enter(caller.user().account(), request.method())) {
            case AtOnce.Refused(int most) -> WireError.TOO_MANY_CALLS.response(request, Integer.toString(most));
            case AtOnce.Admitted turn -> {
                try (turn) {
                    yield permitted(request, caller, action, operation);
                }
            }
        };
    }

    private static Response refused(Request request, Verdict.Denial denial) {
        return WireError.UNAUTHENTICATED.response(request, tail(denial));
    }

    private static Response permitted(Request request, Caller caller, String action, UserOperation operation) {
        var project = project(request, caller);
        if (project.isEmpty()) {
            return WireError.FOREIGN_PROJECT.response(request);
        }
        return caller.may(action)
                ? operation.handle(request, project.get(), caller.user())
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
