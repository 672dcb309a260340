package dev.preheat.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.exception.ClientRequestException;
import com.huaweicloud.sdk.vod.v1.VodClient;
import com.huaweicloud.sdk.vod.v1.model.AssetInfo;
import com.huaweicloud.sdk.vod.v1.model.AssetSummary;
import com.huaweicloud.sdk.vod.v1.model.CreatePreheatingAssetReq;
import com.huaweicloud.sdk.vod.v1.model.CreatePreheatingAssetRequest;
import com.huaweicloud.sdk.vod.v1.model.DeleteAssetsRequest;
import com.huaweicloud.sdk.vod.v1.model.DeleteResult;
import com.huaweicloud.sdk.vod.v1.model.ListAssetCategoryRequest;
import com.huaweicloud.sdk.vod.v1.model.ListAssetListRequest;
import com.huaweicloud.sdk.vod.v1.model.PlayInfo;
import com.huaweicloud.sdk.vod.v1.model.PublishAssetReq;
import com.huaweicloud.sdk.vod.v1.model.PublishAssetsRequest;
import com.huaweicloud.sdk.vod.v1.model.ShowAssetDetailRequest;
import com.huaweicloud.sdk.vod.v1.model.ShowAssetMetaRequest;
import com.huaweicloud.sdk.vod.v1.model.UnpublishAssetsRequest;
import dev.preheat.cli.Answer;
import dev.preheat.cli.ApiClient;
import dev.preheat.testing.Awaits;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The vendor's own SDK on our catalogue, against the packaged service, whose edge takes connections and never answers. */
class VendorCatalogueIT {
    private static final String FILM = "aaaabbbbccccddddaaaabbbbccccdddd";
    private static final String AUTOMATIC = "11112222333344441111222233334444";
    private static final String NOBODYS = "00000000000000000000000000000000";
    private static final String URL = "http://cdn.example.com/asset/" + FILM + "/play_video/index.m3u8";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private static Path dir;

    private static ServerSocket silent;
    private static Service service;
    private static ApiClient acme;
    private static VodClient sdk;

    @BeforeAll
    static void aServiceWithAnEdgeThatNeverAnswers() throws Exception {
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        new Setup(URI.create("http://127.0.0.1:" + silent.getLocalPort()), 10).write(dir);
        service = Service.start(dir);
        acme = Setup.ACME.at(service.endpoint());
        sdk = VodClient.newBuilder()
                .withCredential(new BasicCredentials()
                        .withAk(Setup.ACME.accessKey())
                        .withSk(Setup.ACME.secretKey())
                        .withProjectId(Setup.ACME.project()))
                .withEndpoints(List.of(service.endpoint().toString()))
                .build();
    }

    @AfterAll
    static void close() throws Exception {
        service.close();
        silent.close();
    }

    @Test
    void aTitlesWholeLife() {
        put(FILM, URL, false);
        var published = publish(FILM, NOBODYS);
        assertThat(published).extracting(AssetInfo::getStatus).containsExactly("PUBLISHED", "UNCREATED");
        assertThat(published.getLast().getDescription()).isEqualTo("no asset");
        assertThat(published.getFirst().getPlayInfoArray())
                .extracting(PlayInfo::getPlayType, PlayInfo::getUrl)
                .containsExactly(tuple("hls", URL));

        var details = sdk.showAssetDetail(new ShowAssetDetailRequest().withAssetId(FILM));
        assertThat(details.getBaseInfo().getTitle()).isEqualTo("A film");
        assertThat(details.getBaseInfo().getCreateTime()).matches("20\\d{12}");
        assertThat(details.getTranscodeInfo()
                        .getOutput()
                        .getFirst()
                        .getPlayType()
                        .getValue())
                .isEqualTo("HLS");

        var task = preheat(FILM);
        Awaits.await(
                "the fill runs",
                PATIENCE,
                () -> fill(task).path("state").asString().equals("running"));
        var body = new PublishAssetReq().withAssetId(List.of(FILM));
        var unpublished = sdk.unpublishAssets(new UnpublishAssetsRequest().withBody(body));
        assertThat(unpublished.getAssetInfoArray().getFirst().getStatus()).isEqualTo("CREATED");
        Awaits.await(
                "the fill is stopped",
                PATIENCE,
                () -> fill(task).path("state").asString().equals("failed"));
        assertThat(fill(task).path("failure").path("class").asString()).isEqualTo("cancelled");
        assertThat(fill(task).path("failure").path("reason").asString()).isEqualTo("the asset was unpublished by acme");
        Awaits.await("the run is interrupted", PATIENCE, () -> service.log().contains("stopped 1 fills"));

        var delete = new DeleteAssetsRequest().withAssetId(List.of(FILM, NOBODYS));
        assertThat(sdk.deleteAssets(delete).getDeleteResultArray())
                .extracting(DeleteResult::getStatus)
                .containsExactly(DeleteResult.StatusEnum.DELETED, DeleteResult.StatusEnum.UNKNOW);
        var gone = catchThrowableOfType(
                ClientRequestException.class,
                () -> sdk.showAssetDetail(new ShowAssetDetailRequest().withAssetId(FILM)));
        assertThat(gone.getErrorCode()).isEqualTo("VOD.10062");
    }

    @Test
    void theTwoListsFindWhatTheyAreAskedFor() {
        put("l1", "http://cdn.example.com/l1.mp4", true);
        put("l2", "http://cdn.example.com/l2.mp4", false);
        var list = sdk.listAssetList(new ListAssetListRequest()
                .withAssetId(List.of("l1", "l2", NOBODYS))
                .withOrder(ListAssetListRequest.OrderEnum.ASC)
                .withStartTime("20200101000000")
                .withPage(0)
                .withSize(10));
        assertThat(list.getTotal()).isEqualTo(2);
        assertThat(list.getAssets())
                .extracting(AssetSummary::getAssetStatus)
                .containsExactly(AssetSummary.AssetStatusEnum.PUBLISHED, AssetSummary.AssetStatusEnum.CREATED);
        var info = sdk.showAssetMeta(new ShowAssetMetaRequest()
                .withAssetId(List.of("l1", "l2"))
                .withStatus(List.of(ShowAssetMetaRequest.StatusEnum.PUBLISHED))
                .withSize(1));
        assertThat(info.getAssetInfoArray()).extracting(AssetInfo::getAssetId).containsExactly("l1");
        assertThat(info.getIsTruncated()).isZero();
    }

    @Test
    void anAutomaticAssetIsPreheatedWhenTheSdkPublishesIt() {
        var asset = JsonMapper.shared().createObjectNode().put("title", "Automatic");
        asset.put("published", false).put("auto_preheat", true);
        asset.putArray("streaming_urls").add("http://cdn.example.com/asset/" + AUTOMATIC + "/film.mp4");
        good(acme.putAsset(AUTOMATIC, asset));
        publish(AUTOMATIC);
        asset.put("published", true);
        var task = good(acme.putAsset(AUTOMATIC, asset)).path("auto_task_id").asString();
        assertThat(good(acme.task(task)).path("urls").get(0).path("url").asString())
                .endsWith(AUTOMATIC + "/film.mp4");
    }

    /** What the vendor has and Preheat has not says so. */
    @Test
    void anotherOperationIsNotThere() {
        var refused = catchThrowableOfType(
                ClientRequestException.class, () -> sdk.listAssetCategory(new ListAssetCategoryRequest().withId(0)));
        assertThat(refused.getHttpStatusCode()).isEqualTo(404);
        assertThat(refused.getErrorCode()).isEqualTo("APIGW.0101");
    }

    private static List<AssetInfo> publish(String... ids) {
        var body = new PublishAssetReq().withAssetId(List.of(ids));
        return sdk.publishAssets(new PublishAssetsRequest().withBody(body)).getAssetInfoArray();
    }

    private static String preheat(String id) {
        var body = new CreatePreheatingAssetReq().withAssetId(id);
        return sdk.createPreheatingAsset(new CreatePreheatingAssetRequest().withBody(body))
                .getTaskId();
    }

    private static void put(String id, String url, boolean published) {
        var asset = JsonMapper.shared().createObjectNode().put("title", "A film");
        asset.put("published", published).putArray("streaming_urls").add(url);
        good(acme.putAsset(id, asset));
    }

    private static JsonNode fill(String task) {
        return good(acme.task(task)).path("urls").get(0).path("fills").get(0);
    }

    private static JsonNode good(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Good.class);
        return ((Answer.Good) answer).body();
    }
}
