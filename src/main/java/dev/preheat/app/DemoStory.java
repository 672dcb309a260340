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
        showCast();
        if (!published() || !preheated()) {
            return false;
        }
        showProof();
        return showViewers();
    }

    /** Tells how to go on by hand. */
    void invite() {
        say("""

                It stays up; Ctrl-C ends it. From another terminal:
                  export PREHEAT_ENDPOINT=%s HUAWEICLOUD_SDK_PROJECT_ID=%s
                  export HUAWEICLOUD_SDK_AK=%s HUAWEICLOUD_SDK_SK=%s
                  ./preheat preheat --asset %s --watch
                  curl -si -H 'Host: %s' http://127.0.0.1:%d/%s | head -12""".formatted(
                        stage.access.endpoint(),
                        stage.access.project(),
                        stage.access.accessKey(),
                        stage.access.secretKey(),
                        DemoStage.ASSET,
                        DemoStage.DOMAIN,
                        stage.edge.getPort(),
                        DemoStage.base() + DemoTitle.PLAYLIST));
    }

    private void showCast() {
        say("""
                Preheat demo: one film, one call, and a cache that really has it.

                On this machine   origin   127.0.0.1:%d   %d ms away; it counts what it is asked
                                  edge     127.0.0.1:%d   %s
                                  preheat  %s""".formatted(
                        stage.origin.address().getPort(),
                        DemoOrigin.FAR_AWAY.toMillis(),
                        stage.edge.getPort(),
                        stage.edgeKind,
                        stage.app.address()));
    }

    private boolean published() {
        var urls = List.of(DemoStage.url(DemoTitle.PLAYLIST), DemoStage.url(DemoTitle.MP4));
        say("\n1. A film is published: HLS in two renditions, and an MP4; %d files"
                .formatted(stage.title.files().size()));
        urls.forEach(url -> say("     " + url));
        return good(client.publish(DemoStage.ASSET, "Test picture, twelve seconds", urls));
    }

    private boolean preheated() throws IOException {
        say("\n2. One signed call preheats it, the vendor's own");
        say("     POST /v1.0/%s/asset/preheating".formatted(stage.access.project()));
        say("     {\"asset_id\": \"%s\"}".formatted(DemoStage.ASSET));
        say("     the edge, asked for the MP4 before: " + probe());
        long begin = System.nanoTime();
        if (!(client.preheat(DemoStage.ASSET, List.of()) instanceof Answer.Good accepted)) {
            return false;
        }
        var task = accepted.member("task_id");
        say("     202 {\"task_id\": \"%s\"}\n".formatted(task));
        var ended = new TaskWatch(client, out, shell.look(Shell.Output.OUT), shell.clock()).follow(task);
        say("\n     ended after " + millis(Duration.ofNanos(System.nanoTime() - begin)));
        return good(ended)
                && ended instanceof Answer.Good good
                && good.member("status").equals("succeed");
    }

    private void showProof() throws IOException {
        say("""

                3. Why `succeed` can be believed: when all was filled, every object was asked for once more with
                   `Cache-Control: only-if-cached`, which cannot fill, and for its last byte
                     the edge, asked for the MP4 now:    %s""".formatted(probe()));
    }

    private String probe() throws IOException {
        try (var viewer = viewer(stage.edge)) {
            return viewer.probe(DemoTitle.MP4);
        }
    }

    private boolean showViewers() throws IOException {
        var cold = view(stage.coldEdge);
        var warm = view(stage.edge);
        say("\n4. The first viewer, at an edge like it that was left cold, and at the preheated one");
        row("", "cold", "preheated");
        row("first picture (4 requests)", millis(cold.startUp()), millis(warm.startUp()));
        row("the MP4, whole", millis(cold.mp4()), millis(warm.mp4()));
        row("requests at the origin, all files", cold.originRequests() + "   ", warm.originRequests() + "   ");
        return warm.originRequests() == 0;
    }

    private record View(Duration startUp, Duration mp4, long originRequests) {}

    private View view(InetSocketAddress edge) throws IOException {
        try (var viewer = viewer(edge)) {
            viewer.probe("nothing"); // so that neither pays for the first connection
            long before = stage.origin.requests();
            var startUp = viewer.watch(DemoViewer.START_UP);
            var mp4 = viewer.watch(List.of(DemoTitle.MP4));
            viewer.watch(
                    stage.title.files().stream().map(DemoTitle.TitleFile::path).toList());
            return new View(startUp, mp4, stage.origin.requests() - before);
        }
    }

    private static DemoViewer viewer(InetSocketAddress edge) {
        return new DemoViewer(edge, DemoStage.DOMAIN, DemoStage.base());
    }

    private boolean good(Answer answer) {
        if (answer instanceof Answer.Good) {
            return true;
        }
        say("     " + answer);
        return false;
    }

    private void row(String what, String cold, String warm) {
        say("     %-36s %14s %14s".formatted(what, cold, warm));
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
    }

    private void say(String text) {
        out.println(text);
        out.flush();
    }
}
