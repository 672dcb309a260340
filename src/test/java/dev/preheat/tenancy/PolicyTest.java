package dev.preheat.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.tenancy.Policy.About;
import dev.preheat.tenancy.Policy.Effect;
import dev.preheat.tenancy.Policy.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
    private static final AccountName ACME = new AccountName("acme");

    @ParameterizedTest
    @CsvSource({
        "VOD FullAccess,       vod:asset:preheat,        true",
        "VOD FullAccess,       vod:asset:getPreheatTask, true",
        "VOD FullAccess,       preheat:task:cancel,      true",
        "VOD FullAccess,       obs:bucket:list,          false",
        "VOD ReadOnlyAccess,   vod:asset:preheat,        false",
        "VOD ReadOnlyAccess,   vod:asset:getPreheatTask, true",
        "VOD ReadOnlyAccess,   vod:asset:list,           true",
        "VOD ReadOnlyAccess,   preheat:asset:get,        true",
        "VOD ReadOnlyAccess,   preheat:asset:list,       true",
        "VOD ReadOnlyAccess,   preheat:task:get,         true",
        "VOD ReadOnlyAccess,   preheat:asset:put,        false",
        "VOD CommonOperations, vod:asset:preheat,        true",
        "VOD CommonOperations, vod:asset:getPreheatTask, true",
        "VOD CommonOperations, vod:category:create,      false",
        "VOD CommonOperations, preheat:asset:put,        true",
        "VOD CommonOperations, preheat:task:get,         false"
    })
    void systemPoliciesAllowWhatTheVendorsDo(String policy, String action, boolean allowed) {
        assertThat(user(Policy.system(policy).orElseThrow()).may(action)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "*,                  vod:asset:preheat, true",
        "*:*:*,              vod:asset:preheat, true",
        "vod:*,              vod:asset:preheat, true",
        "vod:asset:pre*,     vod:asset:preheat, true",
        "vod:asset:*heat,    vod:asset:preheat, true",
        "vod:*set:p*t,       vod:asset:preheat, true",
        "VOD:Asset:PREHEAT,  vod:asset:preheat, true",
        "vod:asset:preheat*, vod:asset:preheat, true",
        "**vod**preheat**,   vod:asset:preheat, true",
        "vod:asset:preheat,  vod:asset:preheatX, false",
        "vod:asset:preheat,  vod:asset:prehea, false",
        "asset:preheat,      vod:asset:preheat, false",
        "vod:asset:preheat:, vod:asset:preheat, false",
        "vod:asset:get*,     vod:asset:preheat, false",
        "v*d:x*,             vod:asset:preheat, false",
        "vod:asset:.*,       vod:asset:preheat, false"
    })
    void aStarStandsForAnythingAnywhere(String pattern, String action, boolean allowed) {
        assertThat(user(policy(Effect.ALLOW, About.ACTION, pattern)).may(action))
                .isEqualTo(allowed);
    }

    @Test
    void aDenialBeatsAnAllowanceWhicheverComesFirst() {
        var allow = policy(Effect.ALLOW, About.ACTION, "vod:*:*");
        var deny = policy(Effect.DENY, About.ACTION, "vod:asset:preheat");
        for (var user : List.of(user(allow, deny), user(deny, allow))) {
            assertThat(user.may("vod:asset:preheat")).isFalse();
            assertThat(user.may("vod:asset:getPreheatTask")).isTrue();
        }
    }

    @Test
    void aDenialBeatsAnAllowanceOfTheSamePolicy() {
        var both = new Policy(
                "both",
                List.of(
                        new Statement(Effect.ALLOW, About.ACTION, List.of("*")),
                        new Statement(Effect.DENY, About.ACTION, List.of("*:*:put"))));
        assertThat(user(both).may("preheat:asset:put")).isFalse();
        assertThat(user(both).may("preheat:asset:get")).isTrue();
    }

    @Test
    void whatNobodyAllowsIsDenied() {
        assertThat(user().may("vod:asset:preheat")).isFalse();
        assertThat(user(policy(Effect.DENY, About.ACTION, "x:y:z")).may("vod:asset:preheat"))
                .isFalse();
    }

    @Test
    void notActionIsAboutAllOthers() {
        var but = policy(Effect.ALLOW, About.NOT_ACTION, "vod:asset:preheat");
        assertThat(user(but).may("vod:asset:preheat")).isFalse();
        assertThat(user(but).may("vod:asset:getPreheatTask")).isTrue();
        var only = policy(Effect.DENY, About.NOT_ACTION, "vod:*:get*");
        var full = Policy.system("VOD FullAccess").orElseThrow();
        assertThat(user(full, only).may("vod:asset:preheat")).isFalse();
        assertThat(user(full, only).may("vod:asset:getPreheatTask")).isTrue();
    }

    @Test
    void anOwnerMayEverything() {
        assertThat(new User("acme", ACME, true).may("vod:asset:preheat")).isTrue();
    }

    @Test
    void manyStarsCostNoTime() {
        var pattern = "*a".repeat(60) + "b";
        var action = "a".repeat(5_000);
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(user(policy(Effect.ALLOW, About.ACTION, pattern))
                                .may(action))
                        .isFalse());
    }

    private static User user(Policy... policies) {
        return new User("viewer", ACME, false, List.of(policies));
    }

    private static Policy policy(Effect effect, About about, String... actions) {
        return new Policy("p", List.of(new Statement(effect, about, List.of(actions))));
    }
}
