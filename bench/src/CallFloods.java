import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Sign-ins and signatures of people who know a name or a key, and not what belongs to it. */
final class CallFloods {
    private static final String WRONG = "wrong-secret-wrong-secret-wrong-secret-0";
    private static final int AT_ONCE = 10;
    private static final int TRIES = 50;

    private CallFloods() {}

    static List<Flood> all() {
        return List.of(
                new Flood("sign-ins", 40, 50, CallFloods::randomNames),
                new Flood("sign-ins-anywhere", 10, 100, at -> send(at.anywhere(), guess(at))),
                new Flood("sign-ins-as-honest", 2, 200, at -> send(at.anywhere(), honestName(at))),
                new Flood("wrong-signatures", 2, 500, at -> wrong(at, SoakSite.honest(at.port()))),
                new Flood("wrong-signatures-anywhere", 2, 200, at -> wrong(at.anywhere(), SoakSite.honest(at.port()))),
                new Flood("wrong-signatures-beside", 1, 500, CallFloods::besideHonest));
    }

    /** On one connection for a while, as a handshake costs the attacker too. */
    private static void randomNames(Target at) throws IOException {
        try (var socket = at.tls("http/1.1")) {
            var connection = new Connection(socket, Target.SILENCE_MILLIS);
            for (int i = 0; i < TRIES && !at.over(); i++) {
                connection.send(guess(at).bytes());
            }
        }
    }

    private static Call guess(Target at) {
        var name = "nobody-" + ThreadLocalRandom.current().nextInt(1_000_000_000);
        return Call.signIn("", at.host(), at.number() % 2 == 0 ? SoakSite.HONEST : name, name, name);
    }

    /** The name is right: from other addresses that must not keep out whom it belongs to. */
    private static Call honestName(Target at) {
        return Call.signIn("", at.host(), SoakSite.HONEST, SoakSite.HONEST, "a guess");
    }

    /** The honest callers' own key with another secret, so many at once that no right one comes between them. */
    private static void wrong(Target at, Signer signer) throws IOException {
        try (var socket = at.tls("http/1.1")) {
            Target.send(socket, new String(signer.with(WRONG).show("", "0".repeat(32)).bytes(), ISO_8859_1).repeat(AT_ONCE));
            socket.setSoTimeout(1_000);
            Target.drain(socket.getInputStream());
        } catch (SocketTimeoutException _) {
            // all are answered
        }
    }

    /** From the honest callers' address, with a key that they do not use: what it locks is that key there. */
    private static void besideHonest(Target at) throws IOException {
        var second = new Signer(at.host(), Requests.PROJECT, SoakSite.SECOND_KEY, WRONG);
        try (var socket = at.fromHere()) {
            new Connection(socket, Target.SILENCE_MILLIS).send(second.show("", "0".repeat(32)).bytes());
        }
    }

    private static void send(Target at, Call call) throws IOException {
        try (var socket = at.tls("http/1.1")) {
            new Connection(socket, Target.SILENCE_MILLIS).send(call.bytes());
        }
    }
}
