package dev.preheat.edge;

import dev.preheat.edge.Verdict.Lost;
import dev.preheat.edge.Verdict.Said;
import dev.preheat.pace.Slots;
import dev.preheat.preheat.FailureClass;
import dev.preheat.wire.Exchange.Answer;
import dev.preheat.wire.Exchange.Broken;
import java.util.Optional;

/** What an exchange that is no success says, by failure class. */
final class Refusal {
    private static final String GATE =
            "; if that is the edge, which asks for a Referer, a User-Agent, an address or a signature, let Preheat in by its "
                    + "address (docs/edges.md, Gates)";

    private Refusal() {}

    static Lost of(Item item, Broken broken) {
        var url = item.name() + " ";
        return switch (broken.kind()) {
            case UNREACHABLE ->
                new Lost(FailureClass.EDGE_UNREACHABLE, url + "the edge cannot be reached at " + broken.what(), true);
            case UNTRUSTED ->
                new Lost(FailureClass.EDGE_UNREACHABLE, url + "the edge is not trusted at " + broken.what(), false);
            case UNKNOWN_AUTHORITY ->
                new Lost(
                        FailureClass.EDGE_UNREACHABLE,
                        url + "the edge is not trusted at " + broken.what()
                                + "; give that authority's certificate as the edge's `ca`",
                        false);
            case CLOSED ->
                new Lost(
                        FailureClass.EDGE_UNREACHABLE,
                        url + "the edge hung up without an answer at " + broken.what(),
                        true);
            case SILENT ->
                new Lost(FailureClass.TIMEOUT, url + "the edge was silent for too long at " + broken.what(), true);
            case SLOW -> new Lost(FailureClass.TIMEOUT, url + "the edge was too slow at " + broken.what(), true);
            case TRUNCATED ->
                new Lost(FailureClass.ORIGIN_TRUNCATED, url + "the body ended too early: " + broken.what(), true);
            case GARBAGE ->
                new Lost(FailureClass.EDGE_REFUSED, url + "the answer is not HTTP: " + broken.what(), false);
        };
    }

    /** The edge ends the connection when it is to store the item, and answers when it is not. */
    static Lost hungUpOn(Item item) {
        return new Lost(
                FailureClass.NOT_STORED,
                item.name()
                        + " is not stored: the edge hangs up when it is to store it, and answers otherwise; the disk "
                        + "of its cache may be full: see its error log, and make room",
                true);
    }

    /** What a status says that is no success; empty for one that is, and for 304, which a conditional fill earns. */
    static Optional<Lost> of(Item item, Answer answer) {
        int status = answer.status();
        var says = item.name() + " was answered " + status;
        return switch (status) {
            case 200, 206, 304, 416 -> Optional.empty();
            case 401, 403 -> Optional.of(new Lost(FailureClass.EDGE_REFUSED, says + GATE, false, Said.GUARDED));
            case 404, 410 -> Optional.of(new Lost(FailureClass.ORIGIN_ERROR, says, false, Said.GONE));
            case 407, 421 -> Optional.of(new Lost(FailureClass.EDGE_REFUSED, says, false));
            case 408, 425 -> Optional.of(new Lost(FailureClass.ORIGIN_ERROR, says, true));
            case 429, 503 -> Optional.of(new Lost(FailureClass.ORIGIN_ERROR, says, true, Said.TOO_MUCH));
            case 504 -> Optional.of(new Lost(FailureClass.TIMEOUT, says, true));
            default -> Optional.of(new Lost(FailureClass.ORIGIN_ERROR, says + location(answer), status >= 500));
        };
    }

    /** The same, unless it was the edge that refused, and for too long. */
    static Verdict told(Item item, Verdict verdict, Slots.Slot slot) {
        return verdict instanceof Lost lost && lost.pressed() && slot.gaveUp() ? byEdge(item) : verdict;
    }

    /** The edge refuses everything, of itself. */
    static Lost byEdge(Item item) {
        return new Lost(
                FailureClass.EDGE_REFUSED,
                item.name()
                        + " cannot be asked for: the edge itself has refused (429, 503) all that was asked for in a "
                        + "minute; let it take more from this machine (limit_req, limit_conn)",
                true);
    }

    private static String location(Answer answer) {
        return answer.first("location")
                .map(to -> " to " + to + ", which is not followed")
                .orElse("");
    }
}
