package dev.preheat.fill;

import dev.preheat.edge.EdgeVisit;
import dev.preheat.edge.OriginReader;
import dev.preheat.media.Manifest;
import dev.preheat.media.TitleManifests;
import dev.preheat.title.Desk;
import dev.preheat.title.Shelves;
import dev.preheat.title.Target;
import dev.preheat.title.TitleSize;
import dev.preheat.wire.Ask;
import dev.preheat.wire.Exchange;
import dev.preheat.wire.Exchange.Answer;
import dev.preheat.wire.Exchange.Broken;
import java.time.InstantSource;
import java.util.Optional;

/** What one manifest says at its origin, and how long it is; or why that is not known. */
sealed interface Page {
    Target target();

    record Said(Target target, Manifest.Reading reading, int length) implements Page {}

    record Unsaid(Target target, String why) implements Page {}

    /** Fetches and reads the manifests of one title. */
    record Reader(OriginReader origin, Desk desk, TitleManifests known, Shelves.Shelf shelf, InstantSource clock) {
        Page of(Target target) throws InterruptedException {
            return shelf.keep(
                    () -> desk.use(-1, most -> of(target, most)).orElseGet(() -> unreadable(target)),
                    page -> page instanceof Said said ? Shelves.weight(said.reading()) : 0);
        }

        private Optional<Page> of(Target target, int most) throws InterruptedException {
            var exchange = origin.ask(target.url(), Ask.whole().keeping(most));
            var body =
                    exchange instanceof Answer answer ? EdgeVisit.text(answer, most) : Optional.<EdgeVisit.Body>empty();
            if (body.filter(EdgeVisit.Body.TooLong.class::isInstance).isPresent()) {
                return Optional.empty();
            }
            return Optional.of(
                    body.isPresent() && body.get() instanceof EdgeVisit.Body.Text(var bytes, var _)
                            ? new Said(target, read(target, bytes), bytes.length)
                            : new Unsaid(target, why(target, exchange)));
        }

        private static Page unreadable(Target target) {
            return new Unsaid(target, EdgeVisit.unreadable(target.item()).reason());
        }

        private Manifest.Reading read(Target target, byte[] text) throws InterruptedException {
            return desk.read(() -> known.read(target.url(), text, clock.instant(), TitleSize.MOST_OBJECTS));
        }
    }

    /** Why there is nothing to read in it. */
    static String why(Target target, Exchange exchange) {
        return switch (exchange) {
            case Broken broken -> "the origin cannot be asked for " + target.name() + ": " + broken.what();
            case Answer answer
            when answer.status() == 200 -> EdgeVisit.unreadable(target.item()).reason();
            case Answer answer -> "the origin answered " + answer.status() + " for " + target.name();
        };
    }
}
