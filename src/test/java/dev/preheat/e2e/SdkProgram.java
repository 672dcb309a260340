package dev.preheat.e2e;

import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.vod.v1.VodClient;
import com.huaweicloud.sdk.vod.v1.model.CreatePreheatingAssetReq;
import com.huaweicloud.sdk.vod.v1.model.CreatePreheatingAssetRequest;
import com.huaweicloud.sdk.vod.v1.model.PreheatingResult;
import com.huaweicloud.sdk.vod.v1.model.ShowPreheatingAssetRequest;
import com.huaweicloud.sdk.vod.v1.region.VodRegion;
import dev.preheat.testing.Awaits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a user of the vendor's SDK writes, for a process of its own: preheats an asset and a URL, and prints how both ended.
 *
 * <p>Without an endpoint it names a region alone; where that is, and who calls, is then said by the environment. The
 * constant {@code VodRegion.CN_NORTH_4} would not ask the environment, {@code valueOf} does.
 */
final class SdkProgram {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private SdkProgram() {}

    /** @param arguments an asset's id, a URL, and perhaps an endpoint, a project, an access key and its secret */
    static void main(String[] arguments) {
        var client = arguments.length == 2
                ? VodClient.newBuilder()
                        .withRegion(VodRegion.valueOf("cn-north-4"))
                        .build()
                : client(arguments[2], arguments[3], arguments[4], arguments[5]);
        System.out.println("sdk "
                + BasicCredentials.class.getProtectionDomain().getCodeSource().getLocation());
        preheated(client, new CreatePreheatingAssetReq().withAssetId(arguments[0]))
                .forEach(SdkProgram::print);
        preheated(client, new CreatePreheatingAssetReq().withUrls(List.of(arguments[1])))
                .forEach(SdkProgram::print);
    }

    private static VodClient client(String endpoint, String project, String accessKey, String secretKey) {
        return VodClient.newBuilder()
                .withCredential(new BasicCredentials()
                        .withAk(accessKey)
                        .withSk(secretKey)
                        .withProjectId(project))
                .withEndpoints(List.of(endpoint)) // the cores before and after 3.1.143 share no withEndpoint
                .build();
    }

    /** Creates a task and shows it until no URL of it is {@code processing}. */
    static List<PreheatingResult> preheated(VodClient client, CreatePreheatingAssetReq wanted) {
        var task = client.createPreheatingAsset(new CreatePreheatingAssetRequest().withBody(wanted))
                .getTaskId();
        var show = new ShowPreheatingAssetRequest().withTaskId(task);
        return Awaits.awaitSome(
                "task " + task + " ends",
                PATIENCE,
                () -> Optional.of(client.showPreheatingAsset(show).getPreheatingResults())
                        .filter(results -> results.stream().noneMatch(SdkProgram::isProcessing)));
    }

    private static boolean isProcessing(PreheatingResult result) {
        return result.getStatus().getValue().equals("processing");
    }

    private static void print(PreheatingResult result) {
        System.out.println(result.getStatus().getValue() + " " + result.getUrl());
    }
}
