package dev.preheat.pace;

import java.util.OptionalInt;

/**
 * How much is asked of one edge or one origin.
 *
 * @param places requests at the same time, at least 1
 */
public record Limit(int places, Rates rates) {
    /** The limits that one edge has of its own, in place of those of all edges. */
    public record Own(OptionalInt places, OptionalInt requestsPerSecond, OptionalInt mbitPerSecond) {
        public static final Own NONE = new Own(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

        /** What holds for the edge, where this holds for all. */
        public Limit in(Limit ofAll) {
            var rates = ofAll.rates();
            return new Limit(
                    places.orElse(ofAll.places()),
                    new Rates(
                            requestsPerSecond.orElse(rates.requestsPerSecond()),
                            mbitPerSecond.orElse(rates.mbitPerSecond())));
        }
    }

    public Limit {
        Rates.within(places, 1, Integer.MAX_VALUE, "places");
    }

    /** One process's part when so many share it: at least one place, and one request a second where there is a limit. */
    public Limit share(int processes) {
        return new Limit(Math.max(1, places / processes), rates.share(processes));
    }
}
