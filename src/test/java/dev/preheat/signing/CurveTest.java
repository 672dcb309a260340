package dev.preheat.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.auth.P256SHA256Signer;
import com.huaweicloud.sdk.core.auth.SM2SM3Signer;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.User;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vendor's own signers against our public keys. */
class CurveTest {
    private static final User OWNER = new User("acme", new AccountName("acme"), true);
    private static final byte[] TEXT = "what is signed".getBytes(UTF_8);

    private final SignatureCheck check = new SignatureCheck();

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 19, 20})
    void anAccessKeyOfAnyLengthThatTheSdkTakesMakesTheSamePair(int length) {
        var accessKey = "A".repeat(length);
        for (var secret : List.of("s", "secret", "x".repeat(40))) {
            assertThat(isRight(SigningAlgorithm.ECDSA_P256_SHA256, accessKey, secret, p256(accessKey, secret)))
                    .isTrue();
            assertThat(isRight(SigningAlgorithm.SM2_SM3, accessKey, secret, sm2(accessKey, secret)))
                    .isTrue();
        }
    }

    @Test
    void anotherSecretOrAlgorithmMakesAnother() {
        assertThat(isRight(SigningAlgorithm.ECDSA_P256_SHA256, "AK", "other", p256("AK", "secret")))
                .isFalse();
        assertThat(isRight(SigningAlgorithm.SM2_SM3, "AK", "other", sm2("AK", "secret")))
                .isFalse();
        assertThat(isRight(SigningAlgorithm.SM2_SM3, "AK", "secret", p256("AK", "secret")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000",
                "3006020100020100",
                "3006020101020100",
                "3006020101020101",
                "300602010102010100",
                "30060201ff0201ff",
                "308006020101020101",
                "ffffffffffffffff",
                "3046022100ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc6325510201010201010201010201"
            })
    void whatIsNoSignatureIsRefused(String hex) {
        assertThat(isRight(SigningAlgorithm.ECDSA_P256_SHA256, "AK", "secret", hex))
                .isFalse();
        assertThat(isRight(SigningAlgorithm.SM2_SM3, "AK", "secret", hex)).isFalse();
    }

    private boolean isRight(SigningAlgorithm algorithm, String accessKey, String secret, String signature) {
        var offered = new Credentials.Signature(algorithm, accessKey, "", List.of("x-sdk-date"), signature);
        return check.isRight(offered, new AccessKey(accessKey, secret, OWNER), TEXT);
    }

    private static String p256(String accessKey, String secret) {
        return HexFormat.of()
                .formatHex(P256SHA256Signer.getInstance()
                        .getSigningKey(credentials(accessKey, secret))
                        .sign(TEXT));
    }

    private static String sm2(String accessKey, String secret) {
        return HexFormat.of()
                .formatHex(SM2SM3Signer.getInstance()
                        .getSigningKey(credentials(accessKey, secret))
                        .sign(TEXT));
    }

    private static BasicCredentials credentials(String accessKey, String secret) {
        return new BasicCredentials().withAk(accessKey).withSk(secret);
    }
}
