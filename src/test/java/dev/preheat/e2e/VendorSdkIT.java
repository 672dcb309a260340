package dev.preheat.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.exception.ClientRequestException;
import com.huaweicloud.sdk.core.exception.SdkException;
import com.huaweicloud.sdk.core.region.Region;
import com.huaweicloud.sdk.vod.v1.VodClient;
import com.huaweicloud.sdk.vod.v1.model.CreatePreheatingAssetReq;
import com.huaweicloud.sdk.vod.v1.model.CreatePreheatingAssetRequest;
import com.huaweicloud.sdk.vod.v1.model.PreheatingResult;
import com.huaweicloud.sdk.vod.v1.model.ShowPreheatingAssetRequest;
import dev.preheat.cli.Answer;
import dev.preheat.e2e.Setup.Tenant;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Player;
import dev.preheat.testing.Title;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The vendor's own SDK, unmodified, against the packaged service with a real nginx behind it. */
class VendorSdkIT {
    private static final String SERIES = "aaaabbbbccccddddaaaabbbbccccdddd";
    private static final String MOVIE = "11112222333344441111222233334444";
    private static final String DRAFT = "ddddeeeeffff0000ddddeeeeffff0000";
    private static final String THEIRS = "99998888777766669999888877776666";
    private static final String NOBODYS = "00000000000000000000000000000000";
    private static final int ASSETS_PER_DAY = 15;

    @TempDir
    private static Path media;

    @TempDir
    private static Path dir;

    private static Title series;
    private static Title movie;
    private static Nginx origin;
    private static Nginx edge;
    private static Service service;

    @BeforeAll
    static void aServiceWithAnEdgeAndPublishedTitles() {
        series = Title.hls(media, SERIES, new Title.Hls(Title.Container.FMP4, 4, 20_000));
        movie = Title.mp4(media, MOVIE, 100_000);
        origin = Nginx.origin(media);
        edge = Nginx.edge(origin.uri());
        new Setup(edge.uri(), ASSETS_PER_DAY).write(dir);
        service = Service.start(dir);
        var acme = Setup.ACME.at(service.endpoint());
        good(acme.publish(SERIES, "A series", List.of(url(series))));
        good(acme.publish(MOVIE, "A movie", List.of(url(movie))));
        var draft = JsonMapper.shared().createObjectNode().put("title", "A draft");
        draft.put("published", false).putArray("streaming_urls").add(url(movie).replace(MOVIE, DRAFT));
        good(acme.putAsset(DRAFT, draft));
        var other = Setup.OTHER.at(service.endpoint());
        good(other.publish(THEIRS, "Theirs", List.of(movie.url(Setup.OTHER.domain()))));
    }

    @AfterAll
    static void close() {
        service.close();
        edge.close();
        origin.close();
    }

    @Test
    void createsByAssetAndByUrlAndShowsThemUntilTheySucceed() {
        var client = client(Setup.ACME);
        assertSucceed(SdkProgram.preheated(client, ofAsset(SERIES)), url(series));
        assertSucceed(SdkProgram.preheated(client, ofUrls(List.of(url(movie)))), url(movie));
        int asked = origin.requests().size();
        Player.at(edge.uri(), Setup.ACME.domain()).play(series);
        Player.at(edge.uri(), Setup.ACME.domain()).play(movie);
        assertThat(origin.requests()).hasSize(asked);
    }

    @Test
    void isRedirectedByTheEnvironmentAlone() {
        var environment = Map.of(
                "HUAWEICLOUD_SDK_REGION_VOD_CN_NORTH_4", service.endpoint().toString(),
                "HUAWEICLOUD_SDK_PROJECT_ID", Setup.ACME.project(),
                "HUAWEICLOUD_SDK_AK", Setup.ACME.accessKey(),
                "HUAWEICLOUD_SDK_SK", Setup.ACME.secretKey());
        var out = Child.java(Child.classPath(), environment, SdkProgram.class, SERIES, url(movie));
        assertThat(out).contains("sdk-core-3.1.143.jar", "succeed " + url(series), "succeed " + url(movie));
    }

    /** No project is named: the SDK asks for the one that has its region's name. */
    @Test
    void findsItsProjectByItsRegion() {
        var client = VodClient.newBuilder()
                .withCredential(new BasicCredentials()
                        .withAk(Setup.ACME.accessKey())
                        .withSk(Setup.ACME.secretKey())
                        .withIamEndpoint(service.endpoint().toString()))
                .withRegion(new Region("cn-north-4", service.endpoint().toString()))
                .build();
        assertSucceed(SdkProgram.preheated(client, ofAsset(SERIES)), url(series));
        assertThat(service.log()).contains("operation=ListProjects project=- status=200");
    }

    @Test
    void findsItsProjectByTheEnvironmentAlone() {
        assertThat(ofRegionAlone(Child.classPath()))
                .contains("sdk-core-3.1.143.jar", "succeed " + url(series), "succeed " + url(movie));
        assertThat(ofRegionAlone(Child.classPathWithNewestSdkCore()))
                .contains("newest-sdk-core.jar", "succeed " + url(series), "succeed " + url(movie));
    }

    @Test
    void aRegionThatIsNoProjectsNameEndsInTheSdk() {
        var builder = VodClient.newBuilder()
                .withCredential(new BasicCredentials()
                        .withAk(Setup.ACME.accessKey())
                        .withSk(Setup.ACME.secretKey())
                        .withIamEndpoint(service.endpoint().toString()))
                .withRegion(new Region("cn-south-9", service.endpoint().toString()));
        assertThatThrownBy(builder::build).isInstanceOf(SdkException.class).hasMessageContaining("project");
    }

    /** It sends Content-Length and a charset where 3.1.143 sends chunks. */
    @Test
    void isSpokenToByTheNewestCoreOfTheSdkToo() {
        var out = Child.java(
                Child.classPathWithNewestSdkCore(),
                Map.of(),
                SdkProgram.class,
                SERIES,
                url(movie),
                service.endpoint().toString(),
                Setup.ACME.project(),
                Setup.ACME.accessKey(),
                Setup.ACME.secretKey());
        assertThat(out).contains("newest-sdk-core.jar", "succeed " + url(series), "succeed " + url(movie));
    }

    @Test
    void aWrongSecretArrivesWithTheCanonicalRequestOfTheServer() {
        var client = client(Setup.ACME.project(), Setup.ACME.accessKey(), "not-the-secret");
        var refused = refusal(() -> create(client, ofAsset(SERIES)));
        assertRefused(refused, 401, "APIGW.0301");
        assertThat(refused.getErrorMsg())
                .startsWith("Incorrect IAM authentication information: verify aksk signature fail, "
                        + "canonicalRequest:POST|/v1.0/" + Setup.ACME.project() + "/asset/preheating/||host:127.0.0.1:")
                .contains("|host;user-agent;x-project-id;x-sdk-date|");
    }

    @Test
    void anUnknownAssetArrivesAsVod10062() {
        var refused = refusal(() -> create(client(Setup.ACME), ofAsset(NOBODYS)));
        assertRefused(refused, 400, "VOD.10062");
        assertThat(refused.getErrorMsg()).isEqualTo("Media asset or resource does not exist, please check.");
    }

    @Test
    void anotherProjectsAssetLooksLikeAnUnknownOne() {
        assertRefused(refusal(() -> create(client(Setup.ACME), ofAsset(THEIRS))), 400, "VOD.10062");
    }

    @Test
    void anUnpublishedAssetArrivesAsVod10060() {
        var refused = refusal(() -> create(client(Setup.ACME), ofAsset(DRAFT)));
        assertRefused(refused, 403, "VOD.10060");
        assertThat(refused.getErrorMsg())
                .isEqualTo("Media asset is not downloaded successfully or not released, please check.");
    }

    @Test
    void aForeignDomainArrivesAsVod10089() {
        var theirs = movie.url(Setup.OTHER.domain());
        assertRefused(refusal(() -> create(client(Setup.ACME), ofUrls(List.of(theirs)))), 403, "VOD.10089");
    }

    @Test
    void elevenUrlsArriveAsAnIllegalField() {
        var refused = refusal(() -> create(client(Setup.ACME), ofUrls(urls(Setup.ACME, 11))));
        assertRefused(refused, 400, "VOD.10053");
        assertThat(refused.getErrorMsg()).isEqualTo("The request parameter is illegal, illegal field: {urls}.");
    }

    @Test
    void nothingAskedForArrivesAsAnIllegalField() {
        var refused = refusal(() -> create(client(Setup.ACME), new CreatePreheatingAssetReq()));
        assertRefused(refused, 400, "VOD.10053");
        assertThat(refused.getErrorMsg()).isEqualTo("The request parameter is illegal, illegal field: {asset_id}.");
    }

    @Test
    void aSpentQuotaArrivesAsVod10086() {
        var client = client(Setup.OTHER);
        create(client, ofUrls(urls(Setup.OTHER, 10)));
        var refused = refusal(() -> create(client, ofUrls(urls(Setup.OTHER, 9)))); // the same 10 would be a repeat
        assertRefused(refused, 403, "VOD.10086");
        assertThat(refused.getErrorMsg()).isEqualTo("The total number of pre-heated URLs cannot exceed {15}.");
        create(client, ofUrls(urls(Setup.OTHER, ASSETS_PER_DAY - 10)));
    }

    @Test
    void anUnknownTaskArrivesAsVod10062() {
        var show = new ShowPreheatingAssetRequest().withTaskId(NOBODYS);
        assertRefused(refusal(() -> client(Setup.ACME).showPreheatingAsset(show)), 400, "VOD.10062");
    }

    @Test
    void aProjectOfAnotherAccountArrivesAsVod10057() {
        var client = client(Setup.OTHER.project(), Setup.ACME.accessKey(), Setup.ACME.secretKey());
        assertRefused(refusal(() -> create(client, ofAsset(SERIES))), 403, "VOD.10057");
    }

    private static String ofRegionAlone(String classPath) {
        var environment = Map.of(
                "HUAWEICLOUD_SDK_REGION_VOD_CN_NORTH_4", service.endpoint().toString(),
                "HUAWEICLOUD_SDK_IAM_ENDPOINT", service.endpoint().toString(),
                "HUAWEICLOUD_SDK_AK", Setup.ACME.accessKey(),
                "HUAWEICLOUD_SDK_SK", Setup.ACME.secretKey());
        return Child.java(classPath, environment, SdkProgram.class, SERIES, url(movie));
    }

    private static void assertRefused(ClientRequestException refused, int status, String code) {
        assertThat(refused.getHttpStatusCode()).isEqualTo(status);
        assertThat(refused.getErrorCode()).isEqualTo(code);
        assertThat(refused.getRequestId()).matches("[0-9a-f]{32}");
    }

    private static void assertSucceed(List<PreheatingResult> results, String url) {
        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.getUrl()).isEqualTo(url);
            assertThat(result.getStatus().getValue()).isEqualTo("succeed");
        });
    }

    private static ClientRequestException refusal(ThrowingCallable call) {
        var refused = catchThrowableOfType(ClientRequestException.class, call);
        assertThat(refused).as("a ClientRequestException").isNotNull();
        return refused;
    }

    private static void create(VodClient client, CreatePreheatingAssetReq wanted) {
        var created = client.createPreheatingAsset(new CreatePreheatingAssetRequest().withBody(wanted));
        assertThat(created.getHttpStatusCode()).isEqualTo(202);
        assertThat(created.getTaskId()).matches("[0-9a-f]{32}");
    }

    private static CreatePreheatingAssetReq ofAsset(String id) {
        return new CreatePreheatingAssetReq().withAssetId(id);
    }

    private static CreatePreheatingAssetReq ofUrls(List<String> urls) {
        return new CreatePreheatingAssetReq().withUrls(urls);
    }

    private static VodClient client(Tenant tenant) {
        return client(tenant.project(), tenant.accessKey(), tenant.secretKey());
    }

    @SuppressWarnings("deprecation") // what most callers have written; withEndpoints came late
    private static VodClient client(String project, String accessKey, String secretKey) {
        return VodClient.newBuilder()
                .withCredential(new BasicCredentials()
                        .withAk(accessKey)
                        .withSk(secretKey)
                        .withProjectId(project))
                .withEndpoint(service.endpoint().toString())
                .build();
    }

    private static String url(Title title) {
        return title.url(Setup.ACME.domain());
    }

    private static List<String> urls(Tenant tenant, int many) {
        var url = movie.url(tenant.domain());
        return IntStream.range(0, many).mapToObj(n -> url + "?n=" + n).toList();
    }

    private static void good(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Good.class);
    }
}
