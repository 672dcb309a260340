package dev.preheat.app;

import dev.preheat.cli.Answer;
import dev.preheat.cli.ApiClient;
import dev.preheat.cli.Shell;
import dev.preheat.cli.TaskWatch;
import dev.preheat.demo.DemoOrigin;
import dev.preheat.demo.DemoTitle;
import dev.preheat.demo.DemoViewer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/** What the demo shows, in its order; every figure is taken while it runs. */
final class DemoStory {
    private final DemoStage stage;
    private final Shell shell;
    private final PrintStream out;
    private final ApiClient client;

    DemoStory(DemoStage stage, Shell shell) {
        this.stage = stage;
        this.shell = shell;
        this.out = shell.out();
        this.client = new ApiClient(stage.access, InstantSource.system());
    }

    /** Tells it all; whether everything was proved. */
    boolean tell() throws IOException {
        cast();
        if (!(publish() instanceof Answer.Good) || !(preheat() instanceof Answer.Good ended)) {
            return false;
        }
        if (!ended.member("status").equals("succeed")) {
            return false;
        }
        boolean warm = viewers();
        invite();
        return warm;
    }

    private void cast() {
        say("");
        say("The cast, all on this machine:");
        say("  origin   127.0.0.1:%d   %d ms away, counts what it is asked"
                .formatted(stage.origin.address().getPort(), DemoOrigin.FAR_AWAY.toMillis()));
        say("  edge     127.0.0.1:%d   a cache, empty".formatted(stage.edge.getPort()));
        say("  preheat  %s".formatted(stage.app.address()));
        say("");
    }

    private Answer publish() {
        var urls = List.of(DemoStage.url(DemoTitle.PLAYLIST), DemoStage.url(DemoTitle.MP4));
        say("1. A title is published: HLS in two renditions and an MP4, %d files"
                .formatted(stage.title.files().size()));
        urls.forEach(url -> say("     %s".formatted(url)));
        return told(client.publish(DemoStage.ASSET, "Test picture, twelve seconds", urls));
    }

    private Answer preheat() {
        say("");
        say("2. One signed call preheats it:");
        say("     POST /v1.0/%s/asset/preheating  {\"asset_id\": \"%s\"}"
                .formatted(stage.access.project(), DemoStage.ASSET));
        var accepted = told(client.preheat(DemoStage.ASSET, List.of()));
        if (!(accepted instanceof Answer.Good good)) {
            return accepted;
        }
        say("     202  task_id %s".formatted(good.member("task_id")));
        say("");
        long before = System.nanoTime();
        var ended = told(new TaskWatch(client, out, shell.look(Shell.Output.OUT)).follow(good.member("task_id")));
        say("");
        say("3. `succeed` came after %d ms, and it is proved: after the fill, every object was asked for"
                .formatted(millisSince(before)));
        say("   with Cache-Control: only-if-cached, which cannot fill, and the edge had it, last byte and all.");
        return ended;
    }

    private boolean viewers() throws IOException {
        var cold = view(stage.coldEdge);
        var warm = view(stage.edge);
        say("");
        say("4. The first viewer, at an edge left cold and at the preheated one:");
        say("     %-34s %14s %14s".formatted("", "cold", "preheated"));
        say("     %-34s %14s %14s"
                .formatted("first picture (4 requests)", millis(cold.startUp()), millis(warm.startUp())));
        say("     %-34s %14s %14s".formatted("the MP4", millis(cold.mp4()), millis(warm.mp4())));
        say("     %-34s %14d %14d".formatted("requests at the origin", cold.originRequests(), warm.originRequests()));
        return warm.originRequests() == 0;
    }

    private record View(Duration startUp, Duration mp4, long originRequests) {}

    private View view(InetSocketAddress edge) throws IOException {
        long before = stage.origin.requests();
        try (var viewer = new DemoViewer(edge, DemoStage.DOMAIN, DemoStage.base())) {
            var startUp = viewer.watch(DemoViewer.START_UP);
            var mp4 = viewer.watch(List.of(DemoTitle.MP4));
            viewer.watch(
                    stage.title.files().stream().map(DemoTitle.TitleFile::path).toList());
            return new View(startUp, mp4, stage.origin.requests() - before);
        }
    }

    private void invite() {
        say("");
        say("Try it yourself while this runs, from another terminal (Ctrl-C here ends it):");
        say("  export PREHEAT_ENDPOINT=%s HUAWEICLOUD_SDK_PROJECT_ID=%s"
                .formatted(stage.access.endpoint(), stage.access.project()));
        say("  export HUAWEICLOUD_SDK_AK=%s HUAWEICLOUD_SDK_SK=%s"
                .formatted(stage.access.accessKey(), stage.access.secretKey()));
        say("  ./preheat preheat --url %s --watch".formatted(DemoStage.url(DemoTitle.MP4)));
        say("  curl -i -H 'Host: %s' -H 'Cache-Control: only-if-cached' -r -1 -o /dev/null -D - http://127.0.0.1:%d/%s"
                .formatted(DemoStage.DOMAIN, stage.edge.getPort(), DemoStage.base() + DemoTitle.MP4));
    }

    private Answer told(Answer answer) {
        if (!(answer instanceof Answer.Good)) {
            say("     %s".formatted(answer));
        }
        return answer;
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
    }

    private static long millisSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
