package dev.preheat.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.auth.Login;
import dev.preheat.tenancy.User;
import dev.preheat.testing.Logins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What preheat.yaml may say of users, passwords and policies. */
class AccountsTest {
    @TempDir
    private Path dir;

    private static final String OWNER = """
            accounts:
              - name: acme
                projects: [ { id: p, name: n } ]
                users:
                  - { name: acme, owner: true, password: %s }
            """.formatted(Logins.HASH.text());

    @Test
    void aUserHasAPasswordSeveralKeysAndPolicies() throws IOException {
        var users = users(OWNER + """
                      - name: ops
                        policies: [ VOD ReadOnlyAccess, only-preheat ]
                        access-keys: [ { ak: AK1, sk: s }, { ak: AK2, sk: s } ]
                    policies:
                      - { name: only-preheat, document: {"Version": "1.1", "Statement":
                          [{"Effect": "Allow", "Action": ["vod:asset:preheat"]}, {"Effect": "Deny", "NotAction": ["vod:*:*"]}]} }
                """);
        assertThat(users.getFirst().owner()).isTrue();
        assertThat(users.getLast().may("vod:asset:preheat")).isTrue();
        assertThat(users.getLast().may("vod:asset:getPreheatTask")).isTrue();
        assertThat(users.getLast().may("vod:asset:delete")).isFalse();
        assertThat(users.getLast().may("preheat:asset:get")).isFalse();
    }

    @Test
    void aPlainPasswordIsRefusedAndNotRepeated() throws IOException {
        assertThat(faults(OWNER.replace(Logins.HASH.text(), "s3cret")))
                .containsExactly(
                        "preheat.yaml:5: accounts[0].users[0].password must be the line that `./preheat password`"
                                + " prints, $pbkdf2-sha512$v1$…, never a password itself");
    }

    @Test
    void aHashThatCostsTooLittleIsRefused() throws IOException {
        assertThat(faults(OWNER.replace("$100000$", "$99999$"))).hasSize(1);
        assertThat(faults(OWNER.replace("$100000$", "$10000001$"))).hasSize(1);
    }

    @Test
    void aUserNeedsAKeyOrAPassword() throws IOException {
        assertThat(faults(OWNER + "      - { name: ops }\n"))
                .containsExactly("preheat.yaml:6: accounts[0].users[1].access-keys must list"
                        + " a key where there is no password, but is missing");
    }

    @Test
    void policiesAreForOthersThanTheOwner() throws IOException {
        assertThat(faults(OWNER.replace("owner: true", "owner: true, policies: [ VOD FullAccess ]")))
                .containsExactly("preheat.yaml:5: accounts[0].users[0].policies"
                        + " must be left out: the owner may do everything");
    }

    @Test
    void aPolicyMustExist() throws IOException {
        assertThat(faults(user("nothing")))
                .containsExactly("preheat.yaml:6: accounts[0].users[1].policies[0] must be a policy of this account or"
                        + " VOD FullAccess, VOD ReadOnlyAccess, VOD CommonOperations, but is 'nothing'");
    }

    @Test
    void whatWouldNarrowAStatementIsRefusedAndNotIgnored() throws IOException {
        assertThat(faults(document("""
                {"Version": "1.1", "Statement": [{"Effect": "Allow", "Action": ["*"], "Resource": ["x"]},
                 {"Effect": "Allow", "Action": ["*"], "Condition": {"StringEquals": {"g:UserName": ["x"]}}}]}""")))
                .containsExactly(
                        at(7) + "Statement[0].Resource is not a key; the keys here are Effect, Action, NotAction",
                        at(8) + "Statement[1].Condition is not a key; the keys here are Effect, Action, NotAction");
    }

    @Test
    void theGrammarIsTheVendors() throws IOException {
        assertThat(faults(document("{Version: 1.0, Statement: []}")))
                .containsExactly(
                        at(7) + "Version must be \"1.1\", but is '1.0'",
                        at(7) + "Statement must list a statement, but is empty");
        assertThat(faults(document("{Version: 1.1, Statement: [{Effect: allow, Action: [\"a b\"]}]}")))
                .containsExactly(
                        at(7) + "Statement[0].Effect must be Allow or Deny, but is 'allow'",
                        at(7) + "Statement[0].Action[0] must be up to 128 of A-Z a-z 0-9 : _ - *,"
                                + " such as vod:asset:preheat or vod:*:get*, but is 'a b'");
        assertThat(faults(document("{Version: 1.1, Statement: [{Effect: Deny, Action: [\"*\"], NotAction: [\"*\"]}]}")))
                .containsExactly(at(7) + "Statement[0] must have Action or NotAction, but has both");
        assertThat(faults(document("{Version: 1.1, Statement: [{Effect: Deny, Action: \"*\"}]}")))
                .containsExactly(at(7) + "Statement[0].Action must be a list");
    }

    @Test
    void theGrammarsLimitsHold() throws IOException {
        assertThat(users(document(statements(8, 1, 10)))).hasSize(1);
        assertThat(faults(document(statements(9, 1, 10))))
                .containsExactly(
                        "preheat.yaml:7: accounts[0].policies[0].document.Statement must have at most 8 members, but has 9");
        assertThat(users(document(statements(1, 100, 10)))).hasSize(1);
        assertThat(faults(document(statements(1, 101, 10))))
                .containsExactly(at(7) + "Statement[0].Action must have at most 100 members, but has 101");
        assertThat(users(document(statements(1, 40, 128)))).hasSize(1);
        assertThat(faults(document(statements(1, 1, 129)))).hasSize(1);
        assertThat(faults(document(statements(1, 50, 128))))
                .containsExactly("preheat.yaml:7: accounts[0].policies[0].document must have at most 6144 characters");
    }

    @Test
    void aNameIsGivenOnceAndNotTheSystems() throws IOException {
        var one = "{ name: %s, document: {Version: 1.1, Statement: [{Effect: Deny, Action: [\"*\"]}]} }";
        assertThat(faults(OWNER + "    policies: [ " + one.formatted("x") + ", " + one.formatted("x") + ", "
                        + one.formatted("VOD FullAccess") + " ]\n"))
                .containsExactly(
                        "preheat.yaml:6: accounts[0].policies[1].name"
                                + " must be unique, but there is already a policy of this account called 'x'",
                        "preheat.yaml:6: accounts[0].policies[2].name must not be that of a system policy");
    }

    private static String at(int line) {
        return "preheat.yaml:" + line + ": accounts[0].policies[0].document.";
    }

    private static String user(String policy) {
        return OWNER + "      - { name: ops, policies: [ " + policy + " ], access-keys: [ { ak: AK1, sk: s } ] }\n";
    }

    private static String document(String json) {
        return OWNER + "    policies:\n      - { name: own, document: " + json.replace("\n", "\n        ") + " }\n";
    }

    private static String statements(int count, int actions, int length) {
        var action = "\"" + "a".repeat(length) + "\"";
        var all = IntStream.range(0, actions).mapToObj(_ -> action).collect(Collectors.joining(", "));
        var one = "{Effect: Allow, Action: [" + all + "]}";
        return "{Version: 1.1, Statement: ["
                + IntStream.range(0, count).mapToObj(_ -> one).collect(Collectors.joining(", ")) + "]}";
    }

    private List<User> users(String yaml) throws IOException {
        return switch (read(yaml)) {
            case ConfigFile.Read.Good(var config) ->
                config.accounts().logins().stream().map(Login::user).toList();
            case ConfigFile.Read.Faulty(var faults) -> throw new AssertionError(faults);
        };
    }

    private List<String> faults(String yaml) throws IOException {
        return switch (read(yaml)) {
            case ConfigFile.Read.Good(var config) -> throw new AssertionError("no fault in " + config);
            case ConfigFile.Read.Faulty(var faults) -> faults;
        };
    }

    private ConfigFile.Read read(String yaml) throws IOException {
        return ConfigFile.read(Files.writeString(dir.resolve("preheat.yaml"), yaml), dir);
    }
}
