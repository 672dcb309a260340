package dev.preheat.api;

import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.auth.SigningAlgorithm;
import com.huaweicloud.sdk.core.http.HttpConfig;
import com.huaweicloud.sdk.core.region.Region;
import com.huaweicloud.sdk.vod.v1.VodClient;
import com.huaweicloud.sdk.vod.v1.model.CreatePreheatingAssetReq;
import com.huaweicloud.sdk.vod.v1.model.CreatePreheatingAssetRequest;
import com.huaweicloud.sdk.vod.v1.model.ShowPreheatingAssetRequest;
import java.util.List;

/**
 * The vendor's Java SDK as a program writes it, in this JVM or as one of its own.
 *
 * <p>Run with an endpoint, it creates and shows a task in every way to sign, and prints a line for each.
 */
public final class SdkProgram {
    static final String ACCESS_KEY = "AKEXAMPLE";
    static final String ASSET = "f488337c31c8e4622f1590735b134c65";
    static final String SECURITY_TOKEN = "example-security-token";
    static final List<String> WAYS =
            List.of("HMAC_SHA256", "HMAC_SM3", "ECDSA_P256_SHA256", "SM2_SM3", "DERIVED", "SECURITY_TOKEN");

    private SdkProgram() {}

    public static void main(String[] arguments) {
        for (var way : WAYS) {
            var client = client(arguments[0], way, WireFixture.SECRET);
            var task = create(client);
            System.out.println(way + " " + show(client, task));
        }
    }

    /** A client that signs in one of {@link #WAYS}. */
    static VodClient client(String endpoint, String way, String secret) {
        var temporary = way.equals("SECURITY_TOKEN");
        var credentials = new BasicCredentials()
                .withAk(temporary ? "AKTEMPORARY" : ACCESS_KEY)
                .withSk(secret)
                .withProjectId(WireFixture.PROJECT.value());
        if (temporary) {
            credentials.withSecurityToken(SECURITY_TOKEN);
        }
        var derived = way.equals("DERIVED");
        if (derived) {
            credentials.withDerivedPredicate(_ -> true);
        }
        var http = HttpConfig.getDefaultHttpConfig()
                .withSigningAlgorithm(
                        derived || temporary ? SigningAlgorithm.HMAC_SHA256 : SigningAlgorithm.valueOf(way));
        return VodClient.newBuilder()
                .withDerivedAuthServiceName("vod")
                .withCredential(credentials)
                .withHttpConfig(http)
                .withRegion(new Region("cn-north-4", endpoint))
                .build();
    }

    static String create(VodClient client) {
        var wanted = new CreatePreheatingAssetReq().withAssetId(ASSET);
        return client.createPreheatingAsset(new CreatePreheatingAssetRequest().withBody(wanted))
                .getTaskId();
    }

    /** How many URLs the task has. */
    static int show(VodClient client, String task) {
        return client.showPreheatingAsset(new ShowPreheatingAssetRequest().withTaskId(task))
                .getPreheatingResults()
                .size();
    }
}
