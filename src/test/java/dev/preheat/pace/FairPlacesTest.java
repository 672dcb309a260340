package dev.preheat.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.tenancy.AccountName;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FairPlacesTest {
    private static final AccountName ACME = new AccountName("acme");
    private static final AccountName GLOBEX = new AccountName("globex");

    private final FairPlaces places = new FairPlaces(8);

    @Test
    void anAccountHasHalfThoughNobodyElseWantsAny() {
        assertThat(taken(ACME)).isEqualTo(4);
        assertThat(taken(GLOBEX)).isEqualTo(4);
    }

    @Test
    void whoHasNoneGetsOneBesideWhatTheOthersHold() {
        taken(ACME);
        taken(GLOBEX);
        IntStream.range(0, 24)
                .forEach(n -> assertThat(taken(new AccountName("late-" + n)))
                        .as("account %d", n)
                        .isEqualTo(1));
    }

    @Test
    void thereIsAnEndToWhatIsGivenBeside() {
        var given = IntStream.range(0, 100)
                .filter(n -> places.tryEnter(new AccountName("a-" + n)))
                .count();
        assertThat(given).isEqualTo(32);
    }

    @Test
    void aPlaceGivenBackIsTheNextOnes() throws Exception {
        taken(ACME);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = threads.submit(() -> {
                places.enter(ACME);
                return true;
            });
            places.leave(ACME);
            assertThat(waiting.get()).isTrue();
        }
        assertThat(places.tryEnter(ACME)).isFalse();
    }

    private int taken(AccountName account) {
        int taken = 0;
        while (places.tryEnter(account)) {
            taken++;
        }
        return taken;
    }
}
