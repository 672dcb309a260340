package dev.preheat.cli;

import static dev.preheat.cli.Verbs.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.auth.Directory;
import dev.preheat.auth.Iam;
import dev.preheat.auth.Login;
import dev.preheat.auth.PasswordHash;
import dev.preheat.auth.SignIn;
import dev.preheat.auth.Tokens;
import dev.preheat.http.Source;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.User;
import dev.preheat.testing.FakeApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Passwords and tokens at a shell: {@code preheat password}, {@code preheat token}, PREHEAT_TOKEN. */
class TokenVerbTest {
    private static final String TOKEN = "AQAEYWNtZQ-token_0";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private String in = "";
    private FakeApi api;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi();
        environment.put("PREHEAT_ENDPOINT", api.endpoint());
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void printsTheTokenAlone() {
        environment.put("PREHEAT_PASSWORD", "correct horse");
        api.answers(201, Map.of("X-Subject-Token", TOKEN), "{\"token\":{}}");

        assertThat(token("--project", "p1")).isZero();

        assertThat(out).hasToString(TOKEN + "\n");
        assertThat(said(err)).isEmpty();
        assertThat(api.lines())
                .containsExactly(
                        "POST /v3/auth/tokens {\"auth\":{\"identity\":{\"methods\":[\"password\"],\"password\":{\"user\":"
                                + "{\"name\":\"ann\",\"password\":\"correct horse\",\"domain\":{\"name\":\"acme\"}}}},"
                                + "\"scope\":{\"project\":{\"id\":\"p1\"}}}}");
        assertThat(api.asked().getFirst().headers()).doesNotContainKeys("Authorization", "X-auth-token");
    }

    @Test
    void isForTheAccountWhereNoProjectIsNamed() {
        environment.put("PREHEAT_PASSWORD", "secret");
        api.answers(201, Map.of("X-Subject-Token", TOKEN), "{}");

        assertThat(token()).isZero();

        assertThat(api.asked().getFirst().body()).endsWith("\"scope\":{\"domain\":{\"name\":\"acme\"}}}}");
    }

    @Test
    void takesTheFirstLineOfStandardInputForThePassword() {
        in = "pässword\r\nnot this\n";
        api.answers(201, Map.of("X-Subject-Token", TOKEN), "{}");

        assertThat(token()).isZero();

        assertThat(api.asked().getFirst().body()).contains("\"password\":\"pässword\"");
    }

    @Test
    void asksNothingWithoutAPassword() {
        assertThat(token()).isEqualTo(2);
        in = "x".repeat(257);
        assertThat(token()).isEqualTo(2);

        assertThat(err).hasToString("there is no password\nthere is no password\n");
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void needsAnAccountAndAUser() {
        assertThat(run("token", "--account", "acme")).isEqualTo(2);

        assertThat(said(err)).startsWith("Missing required option: '--user=NAME'");
    }

    @Test
    void saysThatThePasswordIsWrong() {
        environment.put("PREHEAT_PASSWORD", "wrong");
        api.answers(401, "7a", """
                {"error":{"code":401,"message":"The username or password is wrong.","title":"Unauthorized"}}""");

        assertThat(token()).isEqualTo(3);

        assertThat(said(out)).isEmpty();
        assertThat(said(err)).startsWith("HTTP 401: The username or password is wrong. (request 7a)\n  account, user");
    }

    @Test
    void saysThatTheAnswerHasNoToken() {
        environment.put("PREHEAT_PASSWORD", "secret");
        api.answers(200, "{}");

        assertThat(token()).isEqualTo(3);

        assertThat(said(out)).isEmpty();
        assertThat(err).hasToString("the answer has no token; is the endpoint right?\n");
    }

    @Test
    void saysThatNothingAnswers() throws IOException {
        environment.put("PREHEAT_PASSWORD", "secret");
        try (var closed = new ServerSocket(0)) {
            environment.put("PREHEAT_ENDPOINT", "http://127.0.0.1:" + closed.getLocalPort());
        }

        assertThat(token()).isEqualTo(4);

        assertThat(err).hasToString("nothing answers at " + environment.get("PREHEAT_ENDPOINT") + "\n");
    }

    @Test
    void theOtherVerbsShowATokenInsteadOfKeys() {
        environment.putAll(Map.of("PREHEAT_TOKEN", TOKEN, "HUAWEICLOUD_SDK_PROJECT_ID", "p1"));
        api.answers(202, "{\"task_id\":\"0193a0b1c2d3000011112222333344ff\"}");

        assertThat(run("preheat", "--asset", "a1")).isZero();
        environment.putAll(Map.of("HUAWEICLOUD_SDK_AK", "AKEXAMPLE", "HUAWEICLOUD_SDK_SK", "secret"));
        assertThat(run("preheat", "--asset", "a1")).isZero();

        assertThat(api.asked()).hasSize(2).allSatisfy(asked -> {
            assertThat(asked.header("X-auth-token")).isEqualTo(TOKEN);
            assertThat(asked.header("Content-type")).isEqualTo("application/json");
            assertThat(asked.headers()).doesNotContainKeys("Authorization", "X-sdk-date");
        });
    }

    @Test
    void aBlankTokenIsNone() {
        environment.putAll(Map.of("PREHEAT_TOKEN", " ", "HUAWEICLOUD_SDK_PROJECT_ID", "p1"));

        assertThat(run("preheat", "--asset", "a1")).isEqualTo(2);

        assertThat(said(err)).startsWith("set HUAWEICLOUD_SDK_AK to the access key\n");
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void makesALineThatOpensWithThatPasswordAlone() {
        in = "correct horse\n";

        assertThat(run("password")).isZero();

        assertThat(said(out)).startsWith("password: $pbkdf2-sha512$v1$");
        var line = said(out).strip().substring("password: ".length());
        assertThat(line).doesNotContain("correct", "horse", "\n");
        assertThat(signIn(line, "correct horse")).isInstanceOf(SignIn.Attempt.Proved.class);
        assertThat(signIn(line, "correct horse\n")).isInstanceOf(SignIn.Attempt.Wrong.class);
        assertThat(said(err)).isEmpty();
    }

    @Test
    void makesAnotherLineEachTime() {
        in = "correct horse";

        assertThat(run("password")).isZero();
        assertThat(run("password")).isZero();

        assertThat(said(out).lines()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void makesNoLineOfNoPasswordOrOneTooLong() {
        assertThat(run("password")).isEqualTo(2);
        in = "x".repeat(257);
        assertThat(run("password")).isEqualTo(2);
        in = "x".repeat(256);
        assertThat(run("password")).isZero();

        assertThat(said(err)).isEqualTo("a password must have 1 to 256 characters\n".repeat(2));
        assertThat(said(out).lines()).hasSize(1);
    }

    private static SignIn.Attempt signIn(String line, String password) {
        var user = new User("ann", new AccountName("acme"), true);
        var login = new Login(user, Optional.of(PasswordHash.parse(line)));
        var directory = new Directory(List.of(), List.of(), List.of(login));
        return Iam.of(() -> directory, new byte[Tokens.KEY_BYTES], InstantSource.system())
                .signIn()
                .with(Source.of("127.0.0.1"), user.account(), user.name(), password);
    }

    private int token(String... more) {
        var arguments = new String[] {"token", "--account", "acme", "--user", "ann"};
        return run(Stream.of(arguments, more).flatMap(Arrays::stream).toArray(String[]::new));
    }

    private int run(String... arguments) {
        return new Verbs(environment, in, out, err).run(arguments);
    }
}
