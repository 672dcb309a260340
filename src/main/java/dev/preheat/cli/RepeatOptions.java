package dev.preheat.cli;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A name for a request that changes something, so that a script may send it again without knowing what came of it. */
final class RepeatOptions {
    private static final Pattern LEGAL = Pattern.compile("[!-~]{1,255}");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec verb;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "A request with the same key is carried out once in 24 hours, and answered again.")
    private @Nullable String key;

    /**
     * The client, with every request of that name.
     *
     * @param requests how many it will send; a name is good for one
     * @throws ParameterException when the key is none, or is to name several
     */
    ApiClient named(ApiClient client, int requests) {
        if (key == null) {
            return client;
        }
        if (!LEGAL.matcher(key).matches()) {
            throw wrong("--idempotency-key is 1 to 255 visible ASCII characters");
        }
        if (requests > 1) {
            throw wrong("--idempotency-key names one request, and this takes " + requests + " of them");
        }
        return client.named(key);
    }

    private ParameterException wrong(String what) {
        return new ParameterException(verb.commandLine(), what);
    }
}
