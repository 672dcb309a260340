package dev.preheat.api;

import dev.preheat.accept.Preheater;
import dev.preheat.accept.Publisher;
import dev.preheat.accept.QuotaBook;
import dev.preheat.auth.Iam;
import dev.preheat.catalogue.AssetSearch;
import dev.preheat.catalogue.AssetStore;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.http.Response;
import dev.preheat.http.Routes;
import dev.preheat.iam.IssueToken;
import dev.preheat.iam.ListProjects;
import dev.preheat.iam.ShowToken;
import dev.preheat.operation.Operation;
import dev.preheat.operation.Repeats;
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
import dev.preheat.preheat.TaskSearch;
import dev.preheat.server.Server;
import dev.preheat.vod.CreatePreheatingAsset;
import dev.preheat.vod.DeleteAssets;
import dev.preheat.vod.ListAssetList;
import dev.preheat.vod.PublishAssets;
import dev.preheat.vod.ShowAssetDetail;
import dev.preheat.vod.ShowAssetMeta;
import dev.preheat.vod.ShowPreheatingAsset;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** The table of contents: every operation with its method, its path, and the action that its callers must be allowed. */
public final class Api {
    private static final String VOD = "/v1.0/{project_id}/asset";
    private static final String OWN = "/preheat/v1/projects/{project_id}";
    private static final String TASK = OWN + "/tasks/{task_id}";
    private static final String ASSET = OWN + "/assets/{asset_id}";

    private final Gate gate;
    private final Repeats repeats;
    private final InstantSource clock;
    private final Routes.Builder table;

    /** An API of no operations yet, with the pages that need no credentials. */
    public Api(Gate gate, Probes probes, Repeats repeats, InstantSource clock) {
        this.gate = gate;
        this.repeats = repeats;
        this.clock = clock;
        var document = Response.of(200, "application/json", OpenApi.document()).forAnyone();
        table = Routes.otherwise(request -> gate.stray(WireError.UNKNOWN_PATH.response(request)))
                .wrongMethod(request -> gate.stray(WireError.WRONG_METHOD.response(request)))
                .add("GET", "/healthz", _ -> probes.healthz())
                .add("GET", "/readyz", _ -> probes.readyz())
                .add("GET", "/metrics", _ -> probes.metrics())
                .add("GET", "/openapi.json", _ -> document);
    }

    public Api preheating(Preheater preheater, TaskSearch tasks) {
        add("POST", VOD + "/preheating", Throttle.CREATE, new CreatePreheatingAsset(preheater, repeats));
        add("GET", VOD + "/preheating", Throttle.SHOW, new ShowPreheatingAsset(tasks));
        return this;
    }

    public Api estimate(Preheater preheater, QuotaBook quotas, EstimatePreheatingAsset.Estimates estimates) {
        add("POST", OWN + "/estimate", Throttle.ESTIMATE, new EstimatePreheatingAsset(preheater, quotas, estimates));
        add("GET", OWN + "/quota", "preheat:quota:get", new ShowQuota(quotas));
        return this;
    }

    public Api assets(AssetStore assets, AssetSearch search, Publisher publisher, DeliveryDomains domains) {
        add("POST", VOD + "/status/publish", "vod:asset:publish", PublishAssets.publish(publisher, repeats));
        add("POST", VOD + "/status/unpublish", "vod:asset:unpublish", PublishAssets.unpublish(publisher, repeats));
        add("GET", VOD + "/details", "vod:asset:getDetails", new ShowAssetDetail(assets));
        add("GET", VOD + "/info", "vod:asset:getInfo", new ShowAssetMeta(search));
        add("GET", VOD + "/list", "vod:asset:list", new ListAssetList(search));
        add("DELETE", VOD, "vod:asset:delete", new DeleteAssets(publisher, repeats));
        add("PUT", ASSET, "preheat:asset:put", new PutAsset(publisher, domains, clock, repeats));
        add("GET", ASSET, "preheat:asset:get", new ShowAsset(assets));
        add("GET", OWN + "/assets", "preheat:asset:list", new ListAssets(assets));
        return this;
    }

    public Api tasks(TaskSearch tasks, TaskWatches watches) {
        add("GET", OWN + "/tasks", "preheat:task:list", new ListTasks(tasks));
        add("GET", TASK, "preheat:task:get", new ShowTask(tasks));
        add("GET", TASK + "/events", "preheat:task:get", new WatchTask(new ShowTask(tasks), watches));
        return this;
    }

    /** @param untold counts the deliveries of a task that a webhook still waits for */
    public Api control(TaskSearch tasks, TaskControl control, ToIntFunction<TaskId> untold, Preheater preheater) {
        var show = new ShowTask(tasks);
        add("POST", TASK + "/cancel", "preheat:task:cancel", new CancelTask(control, show, repeats));
        add("POST", TASK + "/retry", "preheat:task:retry", new RetryTask(control, untold, preheater, show, repeats));
        return this;
    }

    public Api edges(Supplier<List<EdgeStanding>> edges) {
        add("GET", OWN + "/edges", "preheat:edge:list", new ListEdges(edges));
        return this;
    }

    public Api iam(Iam iam) {
        table.add("POST", "/v3/auth/tokens", gate.anyone(new IssueToken(iam)));
        table.add("GET", "/v3/auth/tokens", gate.known(new ShowToken(iam)));
        table.add("GET", "/v3/projects", gate.known(new ListProjects(iam)));
        return this;
    }

    private void add(String method, String path, String action, Operation operation) {
        table.add(method, path, gate.allowed(action, operation));
    }

    public Routes routes() {
        return table.build();
    }

    /** The server's answer to what never became a request. */
    public Server.Refusal refusal() {
        return (status, requestId) -> gate.stray(WireError.ofStatus(status).response(requestId));
    }
}
