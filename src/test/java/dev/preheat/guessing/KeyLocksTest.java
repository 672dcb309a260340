package dev.preheat.guessing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.http.Source;
import dev.preheat.testing.LogLines;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyLocksTest {
    private static final String KEY = "AK1";
    private static final String OTHER = "AK2";

    private static final Source HERE = Source.of("127.0.0.1");

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private final KeyLocks locks = new KeyLocks(() -> now);

    @Test
    void fiveWrongInARowLockAKeyAndNoOther() {
        wrong(4);
        assertThat(locks.isLocked(KEY, HERE)).isFalse();
        wrong(1);
        assertThat(locks.isLocked(KEY, HERE)).isTrue();
        assertThat(locks.isLocked(OTHER, HERE)).isFalse();
    }

    @Test
    void aRightOneBeginsTheCountAnew() {
        wrong(4);
        locks.noteRight(KEY, HERE);
        wrong(4);
        assertThat(locks.isLocked(KEY, HERE)).isFalse();
    }

    @Test
    void aLockLastsFiveMinutesAndTheCountBeginsAnewAfterIt() {
        wrong(5);
        now = now.plus(Duration.ofMinutes(5)).minusMillis(1);
        assertThat(locks.isLocked(KEY, HERE)).isTrue();
        now = now.plusMillis(1);
        assertThat(locks.isLocked(KEY, HERE)).isFalse();
        wrong(4);
        assertThat(locks.isLocked(KEY, HERE)).isFalse();
        wrong(1);
        assertThat(locks.isLocked(KEY, HERE)).isTrue();
    }

    @Test
    void aStrangerLocksHimselfOutAndNotTheOwner() {
        var stranger = Source.of("203.0.113.9");
        IntStream.range(0, 5).forEach(_ -> locks.noteWrong(KEY, stranger));
        assertThat(locks.isLocked(KEY, stranger)).isTrue();
        assertThat(locks.isLocked(KEY, HERE)).isFalse();
    }

    @Test
    void manySourcesTogetherLockAKeyForAllThatNeverSignedWithIt() {
        locks.noteRight(KEY, HERE);
        var fresh = Source.of("198.51.100.1");
        wrongFrom(99);
        assertThat(locks.isLocked(KEY, fresh)).isFalse();
        wrongFrom(100);
        assertThat(locks.isLocked(KEY, fresh)).isTrue();
        assertThat(locks.isLocked(OTHER, fresh)).isFalse();
        assertThat(locks.isLocked(KEY, HERE)).isFalse();
        now = now.plus(Duration.ofMinutes(5));
        assertThat(locks.isLocked(KEY, fresh)).isFalse();
    }

    @Test
    void aLockCannotBePushedOutByManySources() {
        wrong(5);
        IntStream.range(0, 10_000).forEach(i -> locks.noteWrong(KEY, Source.of("10.0." + i / 256 + "." + i % 256)));
        assertThat(locks.isLocked(KEY, HERE)).isTrue();
    }

    @Test
    void theAddressesOfOneIpv6NetworkAreOneSource() {
        IntStream.range(1, 6).forEach(i -> locks.noteWrong(KEY, Source.of("2001:db8:0:1::" + i)));
        assertThat(locks.isLocked(KEY, Source.of("2001:db8:0:1:ffff::1"))).isTrue();
        assertThat(locks.isLocked(KEY, Source.of("2001:db8:0:2::1"))).isFalse();
    }

    @Test
    void aClockThatWasSetBackLocksNobodyForLonger() {
        wrong(5);
        now = now.minus(Duration.ofDays(1));
        assertThat(locks.isLocked(KEY, HERE)).isFalse();
    }

    @Test
    void theLogNamesTheSourceOnceAMinute() {
        try (var log = new LogLines(KeyLocks.class.getName())) {
            IntStream.range(0, 1_000).forEach(_ -> locks.noteRefused(HERE));
            now = now.plusSeconds(60);
            locks.noteRefused(HERE);
            assertThat(log.lines())
                    .containsExactly(
                            "signatures refused for a locked access key from 127.0.0.1: 1 since the last such line",
                            "signatures refused for a locked access key from 127.0.0.1: 1000 since the last such line");
        }
    }

    private void wrongFrom(int sources) {
        for (int source = sources == 100 ? 99 : 0; source < sources; source++) {
            var from = Source.of("10.0.0." + source);
            IntStream.range(0, 5).forEach(_ -> locks.noteWrong(KEY, from));
        }
    }

    private void wrong(int times) {
        for (int i = 0; i < times; i++) {
            locks.noteWrong(KEY, HERE);
        }
    }
}
