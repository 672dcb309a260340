package dev.preheat.api;

import dev.preheat.accept.Publisher;
import dev.preheat.accept.RecordedAnswers;
import java.util.Map;

/**
 * The limits of a {@link WireFixture}: {@code create-per-minute}, {@code show-per-minute}, {@code estimate-per-minute}, {@code
 * streaming-urls}, {@code withdrawn}, {@code keys} and {@code calls-at-once}.
 */
record WireLimits(Map<String, String> settings) {
    int whole(String name, int usual) {
        return Integer.parseInt(settings.getOrDefault(name, Integer.toString(usual)));
    }

    Throttle.Limits throttle() {
        return new Throttle.Limits(
                whole("create-per-minute", 0), whole("show-per-minute", 0), whole("estimate-per-minute", 0));
    }

    AtOnce atOnce() {
        int most = whole("calls-at-once", 8);
        return new AtOnce(new AtOnce.Limits(new AtOnce.Limit(most, most * 8), new AtOnce.Limit(most, most * 8)));
    }

    Publisher.Room room() {
        return new Publisher.Room(whole("streaming-urls", 10_000), whole("withdrawn", 10_000));
    }

    RecordedAnswers.Limits answers() {
        return new RecordedAnswers.Limits(whole("keys", 1_000), 1_000_000);
    }
}
