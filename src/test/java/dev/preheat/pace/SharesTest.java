package dev.preheat.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.tenancy.AccountName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharesTest {
    private static final AccountName ACME = new AccountName("acme");
    private static final AccountName GLOBEX = new AccountName("globex");

    @Test
    void anAccountAloneHasAllPlaces() {
        assertThat(new Shares(32, Map.of(), List.of(ACME)).room(ACME)).isEqualTo(32);
        assertThat(new Shares(32, Map.of(ACME, 30L), List.of(ACME)).room(ACME)).isEqualTo(2);
        assertThat(new Shares(32, Map.of(ACME, 32L), List.of(ACME)).room(ACME)).isZero();
    }

    @Test
    void twoHaveHalfEach() {
        assertThat(new Shares(32, Map.of(), List.of(ACME, GLOBEX)).room(ACME)).isEqualTo(16);
        assertThat(new Shares(32, Map.of(GLOBEX, 10L), List.of(ACME)).room(ACME))
                .isEqualTo(16);
    }

    @Test
    void whoHasNothingUnderWayMayBeginThoughAllPlacesAreTaken() {
        var shares = new Shares(32, Map.of(ACME, 32L), List.of(ACME, GLOBEX));
        assertThat(shares.room(GLOBEX)).isEqualTo(1);
        assertThat(shares.room(ACME)).isZero();
    }

    @Test
    void moreAccountsThanPlacesHaveOneEach() {
        assertThat(new Shares(1, Map.of(ACME, 1L), List.of(ACME, GLOBEX)).room(GLOBEX))
                .isEqualTo(1);
        assertThat(new Shares(1, Map.of(ACME, 1L, GLOBEX, 1L), List.of(ACME, GLOBEX)).room(GLOBEX))
                .isZero();
    }
}
