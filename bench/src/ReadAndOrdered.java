package dev.preheat.title;

import dev.preheat.fill.FillLimits;
import dev.preheat.media.Manifest;
import dev.preheat.media.Reference;
import dev.preheat.media.TitleManifests;
import dev.preheat.url.Url;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.PriorityQueue;

/** What a walk does with a manifest between two requests: it is read, and its objects are taken one by one in order. */
public final class ReadAndOrdered {
    private static final Url BASE = Url.of("http://cdn.bench.example/film/index");

    private ReadAndOrdered() {}

    /** How many objects {@code manifest} leads to, each of them put into the queue and taken out of it. */
    public static int objects(String manifest) {
        var root = new Target(BASE, Reference.Kind.PLAYLIST);
        var body = manifest.getBytes(StandardCharsets.UTF_8);
        var read = (Manifest.Read) new TitleManifests(_ -> true).read(BASE, body, Instant.EPOCH, 100_000);
        var limits = FillLimits.DEFAULT;
        var pending = new PriorityQueue<>(limits.order().of(limits.firstSeconds()));
        for (int at = 0; at < read.manifest().references().size(); at++) {
            pending.add(root.next(read.manifest().references().get(at), at));
        }
        int taken = 0;
        while (pending.poll() != null) {
            taken++;
        }
        return taken;
    }
}
