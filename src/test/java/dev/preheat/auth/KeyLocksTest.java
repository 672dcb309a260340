package dev.preheat.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.User;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KeyLocksTest {
    private static final User OWNER = new User("acme", new AccountName("acme"), true);
    private static final AccessKey KEY = new AccessKey("AK1", "secret", OWNER);
    private static final AccessKey OTHER = new AccessKey("AK2", "secret", OWNER);

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private final KeyLocks locks = new KeyLocks(() -> now);

    @Test
    void fiveWrongInARowLockAKeyAndNoOther() {
        wrong(4);
        assertThat(locks.isLocked(KEY)).isFalse();
        wrong(1);
        assertThat(locks.isLocked(KEY)).isTrue();
        assertThat(locks.isLocked(OTHER)).isFalse();
    }

    @Test
    void aRightOneBeginsTheCountAnew() {
        wrong(4);
        locks.right(KEY);
        wrong(4);
        assertThat(locks.isLocked(KEY)).isFalse();
    }

    @Test
    void aLockLastsFiveMinutesAndTheCountBeginsAnewAfterIt() {
        wrong(5);
        now = now.plus(Duration.ofMinutes(5)).minusMillis(1);
        assertThat(locks.isLocked(KEY)).isTrue();
        now = now.plusMillis(1);
        assertThat(locks.isLocked(KEY)).isFalse();
        wrong(4);
        assertThat(locks.isLocked(KEY)).isFalse();
        wrong(1);
        assertThat(locks.isLocked(KEY)).isTrue();
    }

    private void wrong(int times) {
        for (int i = 0; i < times; i++) {
            locks.wrong(KEY);
        }
    }
}
