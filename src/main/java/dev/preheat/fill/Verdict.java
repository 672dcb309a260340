package dev.preheat.fill;

import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.Proof;
import java.time.Instant;
import java.util.Optional;

/** How storing one object ended. */
sealed interface Verdict {
    /**
     * It was seen stored.
     *
     * @param length its bytes as stored
     * @param identity its ETag or else Last-Modified, to see later whether it changed
     * @param variesByEncoding whether other Accept-Encodings are stored apart from it
     */
    record Stored(
            long length,
            Optional<String> identity,
            Optional<Instant> freshUntil,
            Proof.Kind proof,
            boolean variesByEncoding,
            Optional<String> contentType)
            implements Verdict {}

    /** It was not; {@code again} tells whether another attempt can end better. */
    record Lost(FailureClass failure, String reason, boolean again) implements Verdict {}
}
