package dev.preheat.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.User;
import dev.preheat.testing.Logins;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Fuzzes with JAZZER_FUZZ=1; otherwise runs its seeds from the test resources. */
class TokensFuzzTest {
    private static final User USER = new User("acme", new AccountName("acme"), true);
    private static final Directory DIRECTORY = new Directory(List.of(), List.of(), List.of(Logins.of(USER)));
    private static final Tokens TOKENS =
            new Tokens(new byte[Tokens.KEY_BYTES], () -> DIRECTORY, () -> Instant.parse("2025-11-26T12:00:00Z"));
    private static final String GOOD = TOKENS.issue(Logins.of(USER), "p1").text();

    @FuzzTest(maxDuration = "5m")
    void noTextButOursIsAToken(byte[] bytes) {
        var any = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(TOKENS.read(any) instanceof Tokens.Reading.Good).isEqualTo(any.equals(GOOD));
        var changed = GOOD.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i + 1 < bytes.length; i += 2) {
            changed[Byte.toUnsignedInt(bytes[i]) % changed.length] ^= bytes[i + 1];
        }
        var text = new String(changed, StandardCharsets.ISO_8859_1);
        assertThat(TOKENS.read(text) instanceof Tokens.Reading.Good).isEqualTo(text.equals(GOOD));
    }
}
