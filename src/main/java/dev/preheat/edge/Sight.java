package dev.preheat.edge;

import dev.preheat.edge.Verdict.Lost;
import dev.preheat.edge.Verdict.Stored;
import dev.preheat.edge.Verdict.Times;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.Proof;
import dev.preheat.wire.Ask;
import dev.preheat.wire.CacheStatus;
import dev.preheat.wire.Exchange;
import dev.preheat.wire.Exchange.Answer;
import dev.preheat.wire.Storability;
import dev.preheat.wire.Version;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the answers of one edge to a probe show: a stored object, or none. */
public final class Sight {
    private static final Logger log = LoggerFactory.getLogger(Sight.class);
    private static final long LARGEST_UNDOUBTED = 1024 * 1024;

    private final EdgeName edge;
    private final EdgeSoftware software;
    private final Abilities abilities;
    private final InstantSource clock;

    public Sight(EdgeName edge, EdgeSoftware software, Abilities abilities, InstantSource clock) {
        this.edge = edge;
        this.software = software;
        this.abilities = abilities;
        this.clock = clock;
    }

    /** What this answer to a probe for {@code item} shows. */
    Verdict of(Item item, Answer answer) {
        return switch (answer.status()) {
            case 504 ->
                abilities.onlyIfCached()
                        ? CacheStatus.isBypassed(answer) ? bypassed(item) : notStored(item, "the edge has it not")
                        : Refusal.of(item, answer).orElseThrow();
            case 200, 206, 416 -> abilities.onlyIfCached() ? bySight(item, answer) : byWord(item, answer);
            default -> Refusal.of(item, answer).orElse(notStored(item, "the probe was answered " + answer.status()));
        };
    }

    /** Whether a file that was seen stored could be kept in slices without the configuration saying so. */
    static boolean maybeSliced(EdgeSoftware software, Stored stored) {
        return software instanceof EdgeSoftware.Nginx && stored.length() > LARGEST_UNDOUBTED;
    }

    /** Asks for a byte in its middle. */
    static Ask middleOf(Stored stored) {
        return Ask.byteAt(stored.length() / 2).onlyIfCached();
    }

    /** What the answer to {@link #middleOf} makes of it. */
    Verdict middle(Stored stored, Item item, Exchange exchange) {
        if (!(exchange instanceof Answer answer)) {
            return stored;
        }
        if (answer.status() == 504) {
            return new Lost(
                    FailureClass.NOT_STORED,
                    item.name() + " has its end in the edge and not its middle: the edge keeps it in slices; give "
                            + "its size as the edge's `slice`",
                    false);
        }
        var middle = Version.of(answer);
        return answer.status() == 206 && !middle.isOneWith(stored.version())
                ? mixed(item, stored.version(), middle)
                : stored;
    }

    /** What becomes of a item that is stored for who asks without Range, and not for who asks with one. */
    static Lost keptWithoutRange(Item item) {
        return new Lost(
                FailureClass.NOT_STORED,
                item.name() + " is stored for players that ask without Range and not for those that send one, as a "
                        + "probe does: the edge has Range in its cache key, or passes it on; take that out of its "
                        + "configuration (docs/edges.md, Range)",
                false);
    }

    /** Two parts of one file are of two versions. */
    public static Lost mixed(Item item, Version one, Version other) {
        return new Lost(
                FailureClass.MIXED_VERSIONS,
                item.url().withoutQuery() + " has parts of more than one version in the edge ("
                        + one.against(other, "", "")
                        + "), so players are cut off between them: delete it there, and if the servers of one origin "
                        + "give one file several ETags, hide the ETag at the edge; docs/edges.md, Two versions in one "
                        + "file, has the lines",
                false);
    }

    /** Notes that this edge stores nothing of what is asked for in part. */
    void storesOnlyWhole() {
        log.warn(
                "edge {} stores nothing of what is asked for in part, so every object is read whole; to mend it, add "
                        + "`quick_abort_min -1 KB` and `range_offset_limit none` to its configuration",
                edge);
    }

    // A probe that cannot fill is believed unless the edge itself contradicts it.
    private Verdict bySight(Item item, Answer answer) {
        var word = software.word(answer);
        return switch (word) {
            case HIT, UNKNOWN -> stored(item, answer, Proof.Kind.PROBE);
            case MISS, STALE -> notStored(item, "the edge says " + word + " to a probe");
        };
    }

    private Verdict byWord(Item item, Answer answer) {
        var word = software.word(answer);
        return switch (word) {
            case HIT -> stored(item, answer, Proof.Kind.EDGE_WORD);
            case MISS, STALE ->
                CacheStatus.isBypassed(answer)
                        ? bypassed(item)
                        : notStored(item, "after a whole fill the edge still says " + word);
            case UNKNOWN -> stored(item, answer, Proof.Kind.NONE);
        };
    }

    private Stored stored(Item item, Answer answer, Proof.Kind proof) {
        return new Stored(
                item.slice().map(Item.Slice::bytes).orElseGet(() -> length(answer)),
                Version.of(answer),
                new Times(Storability.freshUntil(answer, clock.instant()), Storability.age(answer), Optional.empty()),
                proof,
                Storability.variesBy(answer),
                answer.first("content-type"));
    }

    private static long length(Answer answer) {
        return answer.lengthOfWhole().orElseGet(() -> announced(answer));
    }

    private static long announced(Answer answer) {
        var announced = answer.cut() ? answer.first("content-length").orElse("-1") : String.valueOf(answer.length());
        return Answer.number(announced).orElse(-1L);
    }

    private static Lost bypassed(Item item) {
        return new Lost(
                FailureClass.NOT_STORED,
                item.name()
                        + " cannot be seen: the edge passes its cache by when it is asked (BYPASS); take what holds "
                        + "for this request, `$http_cache_control` perhaps, out of its proxy_cache_bypass",
                false);
    }

    private static Lost notStored(Item item, String why) {
        return new Lost(FailureClass.NOT_STORED, item.name() + " is not stored: " + why, true);
    }
}
