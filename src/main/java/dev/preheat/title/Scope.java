package dev.preheat.title;

import dev.preheat.media.Manifest;
import dev.preheat.media.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which of the objects that the manifests of a title name belong to its fill; what does not is noted. */
public record Scope(Title title, Omissions omissions) {
    /** How many manifests may lead to one. */
    public static final int DEEPEST = 3;

    private static final int WITHOUT_A_PAUSE = 1_024;

    /** What is filled of what this manifest leads to. */
    public List<Target> of(Target target, Manifest manifest) {
        omissions.unreadable(target, manifest);
        double end = manifest.live() ? newest(manifest) : -1;
        var ours = new ArrayList<Target>();
        for (int at = 0; at < manifest.references().size(); at++) {
            pause(at);
            var reference = manifest.references().get(at);
            var next = manifest.live() ? target.next(reference, at).before(end) : target.next(reference, at);
            if (!isOurs(reference)) {
                omissions.elsewhere(reference.uri().host(), title.viewers());
            } else if (title.selection().takes(next)) {
                ours.add(next);
            } else {
                omissions.leftOut(next);
            }
        }
        return ours;
    }

    /** Lets others have the processor now and then, who walks through a manifest of 100,000 objects. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: calls, on threads of the same kind, come sooner
    public static void pause(int at) {
        if (at % WITHOUT_A_PAUSE == WITHOUT_A_PAUSE - 1) {
            Thread.yield();
        }
    }

    // What lies on other hosts belongs to others: advertisements, a second network, a licence server. But a manifest
    // that leads nowhere else is the title of a domain that nobody configured.
    /** Whether a manifest leads to nothing that may be filled at all. */
    public boolean isElsewhere(Manifest manifest) {
        return manifest.references().stream().noneMatch(this::isOurs)
                && manifest.references().stream().anyMatch(one -> one.kind() != Reference.Kind.KEY);
    }

    /** Why a title is not whole of which this manifest is read; reads on after its name. */
    public static Optional<String> lost(Target target, Manifest manifest) {
        return manifest.lost()
                .filter(_ -> !target.rendition().dispensable())
                .map(part -> "promises what cannot be found, so the title would not be whole: " + part);
    }

    /** Whether it lies deeper than manifests are followed. */
    public static boolean isTooDeep(Target manifest) {
        return manifest.depth() > DEEPEST;
    }

    private boolean isOurs(Reference reference) {
        return title.viewers().knows(reference.uri().host());
    }

    private static double newest(Manifest manifest) {
        return manifest.references().stream()
                .filter(one -> one.kind() == Reference.Kind.SEGMENT)
                .mapToDouble(Reference::startSeconds)
                .max()
                .orElse(0);
    }
}
