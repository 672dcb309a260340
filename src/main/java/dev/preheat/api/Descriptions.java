package dev.preheat.api;

import static dev.preheat.operation.WireError.DISABLED_DOMAIN;
import static dev.preheat.operation.WireError.FOREIGN_DOMAIN;
import static dev.preheat.operation.WireError.ILLEGAL_FIELD;
import static dev.preheat.operation.WireError.NOT_FOUND;
import static dev.preheat.operation.WireError.NOT_PUBLISHED;
import static dev.preheat.operation.WireError.QUOTA_SPENT;
import static dev.preheat.operation.WireError.THROTTLED;
import static dev.preheat.operation.WireError.TOO_MANY_KEYS;
import static dev.preheat.operation.WireError.TOO_MANY_LOST;
import static dev.preheat.operation.WireError.TOO_MANY_UNTOLD;
import static dev.preheat.operation.WireError.TOO_MANY_URLS;
import static dev.preheat.operation.WireError.TOO_MANY_WATCHERS;
import static dev.preheat.operation.WireError.UNAUTHENTICATED;

import dev.preheat.iam.IssueToken;
import dev.preheat.iam.KeystoneError;
import dev.preheat.iam.ListProjects;
import dev.preheat.iam.ShownToken;
import dev.preheat.operation.Repeats;
import dev.preheat.operation.Wanted;
import dev.preheat.operation.WireError;
import dev.preheat.own.EstimatePreheatingAsset;
import dev.preheat.own.ListAssets;
import dev.preheat.own.ListEdges;
import dev.preheat.own.ListTasks;
import dev.preheat.own.PutAsset;
import dev.preheat.own.ShowQuota;
import dev.preheat.own.ShownAsset;
import dev.preheat.own.ShownTask;
import dev.preheat.own.TaskEvents;
import dev.preheat.vod.AssetIds;
import dev.preheat.vod.CreatePreheatingAsset;
import dev.preheat.vod.DeleteAssets;
import dev.preheat.vod.ListAssetList;
import dev.preheat.vod.PublishAssets;
import dev.preheat.vod.ShowAssetDetail;
import dev.preheat.vod.ShowAssetMeta;
import dev.preheat.vod.ShowPreheatingAsset;
import java.util.Map;

/** What openapi.json says of each operation, by its name. */
final class Descriptions {
    private static final String AGAIN = "the same key, path, query and body is carried out once in 24 hours";
    private static final WireError[] CREATE = {
        ILLEGAL_FIELD, NOT_FOUND, NOT_PUBLISHED, QUOTA_SPENT, DISABLED_DOMAIN, FOREIGN_DOMAIN, THROTTLED
    };

    private Descriptions() {}

    static Description of(String operation) {
        var known = ALL.get(operation);
        if (known == null) {
            throw new IllegalStateException("openapi.json can say nothing of " + operation + ": see Descriptions");
        }
        return known;
    }

    private static final Map<String, Description> ALL = Map.ofEntries(
            Map.entry(
                    "CreatePreheatingAsset",
                    Description.of("Preheats an asset, streaming URLs or both.")
                            .header(Repeats.FIELD, AGAIN)
                            .body(Wanted.Body.class)
                            .answers(202, CreatePreheatingAsset.Created.class)
                            .refuses(CREATE)),
            Map.entry(
                    "ShowPreheatingAsset",
                    Description.of("Shows how far each streaming URL of a task is.")
                            .needs("task_id", "the task")
                            .answers(200, ShowPreheatingAsset.Shown.class)
                            .refuses(ILLEGAL_FIELD, NOT_FOUND, THROTTLED)),
            Map.entry(
                    "EstimatePreheatingAsset",
                    Description.of("Tells what CreatePreheatingAsset with this body would cost; nothing is charged.")
                            .body(Wanted.Body.class)
                            .answers(200, EstimatePreheatingAsset.Shown.class)
                            .refuses(
                                    ILLEGAL_FIELD,
                                    NOT_FOUND,
                                    NOT_PUBLISHED,
                                    DISABLED_DOMAIN,
                                    FOREIGN_DOMAIN,
                                    THROTTLED)),
            Map.entry(
                    "PutAsset",
                    Description.of("Stores an asset, whole.")
                            .header(Repeats.FIELD, AGAIN)
                            .body(PutAsset.Wanted.class)
                            .answers(200, ShownAsset.class)
                            .answers(201, ShownAsset.class)
                            .refuses(ILLEGAL_FIELD, FOREIGN_DOMAIN, TOO_MANY_URLS, TOO_MANY_LOST, TOO_MANY_KEYS)),
            Map.entry(
                    "ShowAsset",
                    Description.of("Shows an asset.")
                            .answers(200, ShownAsset.class)
                            .refuses(NOT_FOUND)),
            Map.entry(
                    "ListAssets",
                    Description.of("Lists the assets in order of id.")
                            .query("limit", "1 to 1,000, by default 100")
                            .query("after", "the `next` of the page before")
                            .answers(200, ListAssets.Page.class)
                            .refuses(ILLEGAL_FIELD)),
            Map.entry(
                    "PublishAssets",
                    Description.of("Publishes assets, and preheats those that say auto_preheat.")
                            .header(Repeats.FIELD, AGAIN)
                            .body(AssetIds.Listed.class)
                            .answers(200, PublishAssets.Done.class)
                            .refuses(ILLEGAL_FIELD, TOO_MANY_KEYS)),
            Map.entry(
                    "UnpublishAssets",
                    Description.of("Unpublishes assets, and stops what of them is not yet filled.")
                            .header(Repeats.FIELD, AGAIN)
                            .body(AssetIds.Listed.class)
                            .answers(200, PublishAssets.Done.class)
                            .refuses(ILLEGAL_FIELD, TOO_MANY_KEYS)),
            Map.entry(
                    "ShowAssetDetail",
                    Description.of("Shows an asset as the vendor does, in parts.")
                            .needs("asset_id", "the asset")
                            .list(
                                    "categories",
                                    "base_info, transcode_info, thumbnail_info, review_info; by default all")
                            .answers(200, ShowAssetDetail.Details.class)
                            .refuses(ILLEGAL_FIELD, NOT_FOUND)),
            Map.entry(
                    "ShowAssetMeta",
                    searched("Shows assets as the vendor does.", ShowAssetMeta.Found.class)
                            .list("assetStatus", "PUBLISHED or CREATED")
                            .list("transcodeStatus", "words of the vendor's")),
            Map.entry("ListAssetList", searched("Lists assets as the vendor does.", ListAssetList.Found.class)),
            Map.entry(
                    "DeleteAssets",
                    Description.of("Deletes assets, and stops what of them is not yet filled.")
                            .header(Repeats.FIELD, AGAIN)
                            .needsSome("asset_id", "1 to 10 ids, with commas between or again and again")
                            .query("delete_type", "nothing: there are no source files to delete alone")
                            .answers(200, DeleteAssets.Done.class)
                            .refuses(ILLEGAL_FIELD, TOO_MANY_KEYS)),
            Map.entry(
                    "ListTasks",
                    Description.of("Lists the tasks, newest first.")
                            .query("status", "processing, succeed or failed")
                            .query("url", "a streaming URL of the task, as it was given")
                            .query("edge", "the name of an edge")
                            .query("created_since", "a time in UTC; counts")
                            .query("created_until", "a time in UTC; does not count")
                            .query("limit", "1 to 1,000, by default 100")
                            .query("after", "the `next` of the page before, for the same filters")
                            .answers(200, ListTasks.Page.class)
                            .refuses(ILLEGAL_FIELD)),
            Map.entry(
                    "ShowTask",
                    Description.of("Shows a task with each of its fills.")
                            .answers(200, ShownTask.class)
                            .refuses(NOT_FOUND)),
            Map.entry(
                    "WatchTask",
                    Description.of(
                                    "Tells of a task as server-sent events until it has ended: task, fill, first_seconds,"
                                            + " finished, gone.")
                            .header("Last-Event-ID", "the id of the last event that was seen")
                            .answers(200, TaskEvents.class)
                            .answers(204, Void.class)
                            .refuses(NOT_FOUND, TOO_MANY_WATCHERS)),
            Map.entry(
                    "CancelTask",
                    Description.of("Stops what has not ended of a task; what has succeeded stays.")
                            .header(Repeats.FIELD, AGAIN)
                            .answers(200, ShownTask.class)
                            .refuses(ILLEGAL_FIELD, NOT_FOUND, TOO_MANY_KEYS)),
            Map.entry(
                    "RetryTask",
                    Description.of("Begins the failed fills of a task anew; nothing is charged.")
                            .header(Repeats.FIELD, AGAIN)
                            .answers(200, ShownTask.class)
                            .refuses(
                                    ILLEGAL_FIELD,
                                    NOT_FOUND,
                                    NOT_PUBLISHED,
                                    DISABLED_DOMAIN,
                                    FOREIGN_DOMAIN,
                                    TOO_MANY_KEYS,
                                    TOO_MANY_UNTOLD)),
            Map.entry(
                    "ShowQuota",
                    Description.of("Shows what the account may preheat today, and has.")
                            .answers(200, ShowQuota.Shown.class)),
            Map.entry(
                    "ListEdges",
                    Description.of("Lists the edges as they are now.").answers(200, ListEdges.Page.class)),
            Map.entry(
                    "IssueToken",
                    Description.of("Issues a token for a name and a password, in X-Subject-Token.")
                            .body(IssueToken.Wanted.class)
                            .answers(201, ShownToken.Whole.class)
                            .refuses(
                                    KeystoneError.ILLEGAL_BODY,
                                    KeystoneError.WRONG_PASSWORD,
                                    KeystoneError.UNAUTHENTICATED,
                                    KeystoneError.TOO_MANY)),
            Map.entry(
                    "ShowToken",
                    Description.of("Shows the token of X-Subject-Token.")
                            .header("X-Subject-Token", "the token")
                            .answers(200, ShownToken.Whole.class)
                            .refuses(UNAUTHENTICATED)
                            .refuses(
                                    KeystoneError.ILLEGAL_PARAMETER,
                                    KeystoneError.UNAUTHENTICATED,
                                    KeystoneError.TOKEN_EXPIRED,
                                    KeystoneError.TOKEN_INVALID,
                                    KeystoneError.NO_SUCH_TOKEN)),
            Map.entry(
                    "ListProjects",
                    Description.of("Lists the projects of the caller's account.")
                            .query("name", "the one of this name")
                            .query("page", "from 1")
                            .query("per_page", "1 to 5,000, by default all")
                            .answers(200, ListProjects.Page.class)
                            .refuses(UNAUTHENTICATED)
                            .refuses(
                                    KeystoneError.ILLEGAL_PARAMETER,
                                    KeystoneError.UNAUTHENTICATED,
                                    KeystoneError.TOKEN_INVALID)),
            Map.entry(
                    "Healthz",
                    Description.of("Is 200 while the process answers.").answers(200, String.class)),
            Map.entry(
                    "Metrics",
                    Description.of("The service's figures, for Prometheus.").answers(200, String.class)),
            Map.entry(
                    "Readyz",
                    Description.of("Is 200 while requests are taken, else 503.")
                            .answers(200, String.class)
                            .answers(503, String.class)));

    private static Description searched(String summary, Class<?> answer) {
        return Description.of(summary)
                .list("asset_id", "up to 10 ids")
                .list("status", "words of the vendor's")
                .query("start_time", "created since: yyyymmddhhmmss in UTC")
                .query("end_time", "created until: yyyymmddhhmmss in UTC")
                .query("query_string", "a part of the title")
                .query("order", "asc or desc, by the time of creation")
                .query("page", "from 0")
                .query("size", "1 to 100, by default 10")
                .query("category_id", "a whole number; no asset has one")
                .list("tags", "no asset has any")
                .list("media_type", "no asset has one")
                .answers(200, answer)
                .refuses(ILLEGAL_FIELD);
    }
}
