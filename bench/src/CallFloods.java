import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Sign-ins and signatures of people who know a name or a key, and not what belongs to it. */
final class CallFloods {
    private static final String WRONG = "wrong-secret-wrong-secret-wrong-secret-0";

    private CallFloods() {}

    static List<Flood> all() {
        return List.of(
                new Flood("sign-ins", 40, 50, CallFloods::randomNames),
                new Flood("sign-ins-as-honest", 2, 200, CallFloods::honestName),
                new Flood("wrong-signatures", 2, 500, at -> wrong(at, SoakSite.honest(at.port()))),
                new Flood("wrong-signatures-beside", 1, 500, CallFloods::besideHonest));
    }

    private static void randomNames(Target at) throws IOException {
        var name = "nobody-" + ThreadLocalRandom.current().nextInt(1_000_000_000);
        send(at, Call.signIn("", at.host(), at.number() % 2 == 0 ? SoakSite.HONEST : name, name, name));
    }

    /** The name is right: from another address that must not keep out whom it belongs to. */
    private static void honestName(Target at) throws IOException {
        send(at, Call.signIn("", at.host(), SoakSite.HONEST, SoakSite.HONEST, "a guess"));
    }

    /** The honest callers' own key, with another secret, from another address. */
    private static void wrong(Target at, Signer signer) throws IOException {
        send(at, signer.with(WRONG).show("", "0".repeat(32)));
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
