package dev.preheat.fill;

import dev.preheat.fill.Exchange.Answer;
import dev.preheat.fill.Exchange.Broken;
import dev.preheat.fill.Verdict.Lost;
import dev.preheat.fill.Verdict.Stored;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.Proof;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Stores one object in one edge and sees that it is stored: fill, probe, and once more with a full read, which also shows
 * why nothing was stored. An answer of 200 to a fill proves nothing and is never taken for it.
 */
final class ObjectFiller {
    private static final int ROUNDS = 3;

    private final EdgeSoftware software;
    private final Abilities abilities;
    private final InstantSource clock;
    private final Tally tally;

    ObjectFiller(EdgeSoftware software, Abilities abilities, InstantSource clock, Tally tally) {
        this.software = software;
        this.abilities = abilities;
        this.clock = clock;
        this.tally = tally;
    }

    /** Fills until the object is seen stored, at most three times, and as every viewer will ask for it. */
    Verdict store(EdgeConnection edge, Target target) throws InterruptedException {
        var verdict = filled(edge, target);
        return verdict instanceof Stored stored ? forEveryViewer(edge, target, stored) : verdict;
    }

    // What varies by what only players know (Origin, User-Agent, …) is stored apart for each of them, unless the edge
    // takes no notice: then it has the object for a made-up value too. Encodings are filled one by one.
    private Verdict forEveryViewer(EdgeConnection edge, Target target, Stored stored) throws InterruptedException {
        for (var field : stored.variesBy()) {
            if (!field.equals("accept-encoding") && !ignores(edge, target, field)) {
                return new Lost(
                        FailureClass.NOT_CACHEABLE,
                        target.name() + " varies by " + field + ", so players that send one find no copy",
                        false);
            }
        }
        return stored;
    }

    private boolean ignores(EdgeConnection edge, Target target, String field) throws InterruptedException {
        return abilities.onlyIfCached()
                && field.matches("[a-z0-9-]{1,64}")
                && ask(edge, target, Ask.lastByte().onlyIfCached().with(field, "preheat")) instanceof Answer answer
                && seen(target, answer) instanceof Stored;
    }

    private Verdict filled(EdgeConnection edge, Target target) throws InterruptedException {
        if (software.probesFirst() && abilities.onlyIfCached() && probe(edge, target) instanceof Stored stored) {
            return stored;
        }
        Verdict last = new Lost(FailureClass.NOT_STORED, "nothing was asked", true);
        for (int round = 1; round <= ROUNDS; round++) {
            last = fillAndProbe(edge, target, round == 1 ? software.fill() : Ask.whole());
            if (last instanceof Stored || (last instanceof Lost lost && lost.failure() != FailureClass.NOT_STORED)) {
                return last;
            }
        }
        return last;
    }

    /** Asks whether the object is stored; on an edge that fills when asked, the answer is its own word. */
    Verdict probe(EdgeConnection edge, Target target) throws InterruptedException {
        var ask = abilities.onlyIfCached() ? Ask.lastByte().onlyIfCached() : Ask.lastByte();
        return switch (ask(edge, target, ask)) {
            case Broken broken -> lost(target, broken);
            case Answer answer -> seen(target, answer);
        };
    }

    /** One request about {@code target}, counted. */
    Exchange ask(EdgeConnection edge, Target target, Ask ask) throws InterruptedException {
        var asked = target.acceptEncoding().map(encoding -> ask.with("Accept-Encoding", encoding));
        var exchange = edge.ask(asked.orElse(ask));
        tally.received(exchange.received());
        return exchange;
    }

    private Verdict fillAndProbe(EdgeConnection edge, Target target, Ask fill) throws InterruptedException {
        return switch (ask(edge, target, fill)) {
            case Broken broken -> lost(target, broken);
            case Answer answer -> {
                var refused = refused(target, answer);
                yield refused.isPresent() ? refused.get() : probed(edge, target, answer);
            }
        };
    }

    private Verdict probed(EdgeConnection edge, Target target, Answer fill) throws InterruptedException {
        var seen = probe(edge, target);
        if (seen instanceof Lost lost && lost.failure() == FailureClass.NOT_STORED) {
            return Storability.forbidden(fill)
                    .<Verdict>map(why -> new Lost(
                            FailureClass.NOT_CACHEABLE,
                            target.name() + " may not be stored: it came with " + why,
                            false))
                    .orElse(lost);
        }
        return seen;
    }

    private Verdict seen(Target target, Answer answer) {
        var word = CacheStatus.of(answer);
        return switch (answer.status()) {
            case 504 ->
                abilities.onlyIfCached()
                        ? notStored(target, "the edge has it not")
                        : refused(target, answer).orElseThrow();
            case 200, 206, 416 ->
                abilities.onlyIfCached() ? bySight(target, answer, word) : byWord(target, answer, word);
            default -> refused(target, answer).orElse(notStored(target, "the probe was answered " + answer.status()));
        };
    }

    // A probe that cannot fill is believed unless the edge itself contradicts it.
    private Verdict bySight(Target target, Answer answer, CacheStatus word) {
        return switch (word) {
            case HIT, UNKNOWN -> stored(answer, Proof.Kind.PROBE);
            case MISS, STALE -> notStored(target, "the edge says " + word + " to a probe");
        };
    }

    private Verdict byWord(Target target, Answer answer, CacheStatus word) {
        return switch (word) {
            case HIT -> stored(answer, Proof.Kind.EDGE_WORD);
            case MISS, STALE -> notStored(target, "after a whole fill the edge still says " + word);
            case UNKNOWN ->
                notStored(
                        target,
                        "the edge fills when probed and says nothing of its cache, so nothing is proved: "
                                + software.remedy());
        };
    }

    private Stored stored(Answer answer, Proof.Kind proof) {
        return new Stored(
                length(answer),
                answer.first("etag").or(() -> answer.first("last-modified")),
                Storability.freshUntil(answer, clock.instant()),
                proof,
                Storability.variesBy(answer),
                answer.first("content-type"));
    }

    // Content-Range: bytes 99-99/100, or bytes */0 for an empty object
    private static long length(Answer answer) {
        var range = answer.first("content-range").orElse("");
        var total = range.substring(range.indexOf('/') + 1);
        if (total.matches("\\d{1,18}")) {
            return Long.parseLong(total);
        }
        var announced = answer.cut() ? answer.first("content-length").orElse("-1") : String.valueOf(answer.length());
        return announced.matches("\\d{1,18}") ? Long.parseLong(announced) : -1;
    }

    private static Lost notStored(Target target, String why) {
        return new Lost(FailureClass.NOT_STORED, target.name() + " is not stored: " + why, true);
    }

    private static Lost lost(Target target, Broken broken) {
        var url = target.name() + " ";
        return switch (broken.kind()) {
            case UNREACHABLE ->
                new Lost(FailureClass.EDGE_UNREACHABLE, url + "the edge cannot be reached: " + broken.what(), true);
            case CLOSED -> new Lost(FailureClass.EDGE_UNREACHABLE, url + "the edge hung up without an answer", true);
            case SILENT -> new Lost(FailureClass.TIMEOUT, url + "the edge was silent for too long", true);
            case TRUNCATED ->
                new Lost(FailureClass.ORIGIN_TRUNCATED, url + "the body ended too early: " + broken.what(), true);
            case GARBAGE ->
                new Lost(FailureClass.EDGE_REFUSED, url + "the answer is not HTTP: " + broken.what(), false);
        };
    }

    /** What a status says that is no success; empty for one that is, and for 304, which a conditional fill earns. */
    static Optional<Verdict> refused(Target target, Answer answer) {
        int status = answer.status();
        var says = target.name() + " was answered " + status;
        return switch (status) {
            case 200, 206, 304, 416 -> Optional.empty();
            case 401, 403, 407 -> Optional.of(new Lost(FailureClass.EDGE_REFUSED, says, false));
            case 408, 425, 429 -> Optional.of(new Lost(FailureClass.ORIGIN_ERROR, says, true));
            case 504 -> Optional.of(new Lost(FailureClass.TIMEOUT, says, true));
            default -> Optional.of(new Lost(FailureClass.ORIGIN_ERROR, says + location(answer), status >= 500));
        };
    }

    private static String location(Answer answer) {
        return answer.first("location")
                .map(to -> " to " + to + ", which is not followed")
                .orElse("");
    }
}
