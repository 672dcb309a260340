package dev.preheat.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real browser (Debian's Chromium, without a window) with one page open; gone, profile and all, when closed, or when this
 * JVM ends.
 */
public final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<String> QUIET = List.of(
            "--headless",
            "--no-sandbox", // root has none
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--disable-breakpad",
            "--disable-extensions",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-features=HttpsUpgrades",
            "--no-first-run",
            "--no-default-browser-check",
            "--enable-logging=stderr",
            "--mute-audio",
            "--autoplay-policy=no-user-gesture-required");

    private final Path dir = Cache.newDirectory("browser");
    private final Thread lastResort = new Thread(this::discard);
    private final Process process;

    private Browser(List<String> command) {
        Runtime.getRuntime().addShutdownHook(lastResort);
        var whole = new ArrayList<>(command);
        whole.addAll(1, QUIET);
        whole.add(1, "--user-data-dir=" + dir.resolve("profile"));
        try {
            process = new ProcessBuilder(whole)
                    .redirectErrorStream(true)
                    .redirectOutput(dir.resolve("out.log").toFile())
                    .start();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Opens {@code page}; {@code hosts} are all there are, each at port 80 in the page and dialled where it says. */
    public static Browser open(String page, Map<String, URI> hosts) {
        var rules = hosts.entrySet().stream()
                .map(host -> "MAP " + host.getKey() + ":80 " + host.getValue().getAuthority())
                .collect(Collectors.joining(", ", "--host-resolver-rules=", ", MAP * ~NOTFOUND"));
        return new Browser(List.of(Cache.program("chromium", "chromium"), rules, page));
    }

    /** As {@link Awaits#awaitSome}; what the page logged stands in the failure. */
    public <T> T awaitSome(String what, Duration patience, Supplier<Optional<T>> look) {
        try {
            return Awaits.awaitSome(what, patience, look);
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + "\n" + Cache.read(dir.resolve("out.log")), late);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(lastResort);
        discard();
    }

    private void discard() {
        var all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        Awaits.await("the browser has ended", PATIENCE, () -> all.stream().noneMatch(ProcessHandle::isAlive));
        Trees.delete(dir);
    }
}
