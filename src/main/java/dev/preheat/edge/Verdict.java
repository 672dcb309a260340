package dev.preheat.edge;

import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.Proof;
import dev.preheat.wire.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How storing one object ended. */
public sealed interface Verdict {
    /**
     * It was filled and seen stored; where the proof is {@link Proof.Kind#NONE}, it was filled and the edge cannot show it.
     *
     * @param length its bytes as stored, of a slice those of the slice; -1 where the edge does not tell
     * @param version which body it is, or is a part of
     * @param variesBy the request's fields, in lower case, that its Vary names
     */
    record Stored(
            long length,
            Version version,
            Times times,
            Proof.Kind proof,
            List<String> variesBy,
            Optional<String> contentType)
            implements Verdict {
        public Stored {
            variesBy = List.copyOf(variesBy);
        }

        /** The same, which the edge fetched for us when it was asked at that time. */
        Stored fetchedAt(Instant asked) {
            var known = new Times(times.freshUntil(), times.age(), Optional.of(asked));
            return new Stored(length, version, known, proof, variesBy, contentType);
        }
    }

    /**
     * When a stored object came and how long it is good.
     *
     * @param age how long ago an origin or a shield sent it
     * @param fetchedAt when it was asked for, where the edge had it not and fetched it then
     */
    record Times(Optional<Instant> freshUntil, Optional<Duration> age, Optional<Instant> fetchedAt) {}

    /**
     * It was not.
     *
     * @param again whether another attempt can end better
     * @param said what the answer said that matters to some objects only
     * @param after how long until another attempt can end better, where that is known
     */
    record Lost(FailureClass failure, String reason, boolean again, Said said, Optional<Duration> after)
            implements Verdict {
        public Lost(FailureClass failure, String reason, boolean again, Said said) {
            this(failure, reason, again, said, Optional.empty());
        }

        public Lost(FailureClass failure, String reason, boolean again) {
            this(failure, reason, again, Said.NOTHING);
        }

        /** Whether too much was asked for, so that a pause alone may help. */
        boolean pressed() {
            return said == Said.TOO_MUCH;
        }
    }

    /** What an answer said of an object, beside that it is not stored. */
    enum Said {
        NOTHING,
        /** 429 or 503. */
        TOO_MUCH,
        /** 404 or 410. */
        GONE,
        /** 401 or 403, or that nobody else may keep it. */
        GUARDED
    }
}
