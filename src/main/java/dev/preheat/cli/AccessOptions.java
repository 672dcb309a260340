package dev.preheat.cli;

import dev.preheat.cli.ApiClient.Access;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Whom to call and as whom; the names of the variables are the vendor's SDKs'. Secrets and tokens are no options: ps shows
 * those. Where there is a token, keys are not needed and not used.
 */
final class AccessOptions {
    private static final String DEFAULT_ENDPOINT = "http://127.0.0.1:8080";
    private static final Pattern VISIBLE = Pattern.compile("[!-~]+");

    private final Shell shell;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec verb;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "Names where Preheat is served. Without it, that is $PREHEAT_ENDPOINT, else "
                    + DEFAULT_ENDPOINT + ".")
    private @Nullable String endpoint;

    @Option(
            names = "--project",
            paramLabel = "ID",
            description = "Names the project. Without it, that is $HUAWEICLOUD_SDK_PROJECT_ID.")
    private @Nullable String project;

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            description =
                    "Trusts the certificates of this PEM file, and those they signed, at an https:// endpoint. Without it,"
                            + " the file is $PREHEAT_CACERT, else those of the JDK are trusted.")
    private @Nullable String cacert;

    AccessOptions(Shell shell) {
        this.shell = shell;
    }

    /** @throws ParameterException naming what is missing or wrong */
    ApiClient client() {
        var token = secret("PREHEAT_TOKEN").orElse("");
        var keys = token.isEmpty();
        var access = new Access(
                endpoint(),
                given(project, "HUAWEICLOUD_SDK_PROJECT_ID")
                        .orElseThrow(() -> wrong("name the project: --project ID or HUAWEICLOUD_SDK_PROJECT_ID")),
                keys ? needed("HUAWEICLOUD_SDK_AK", "the access key") : "",
                keys ? needed("HUAWEICLOUD_SDK_SK", "its secret key") : "",
                keys ? secret("HUAWEICLOUD_SDK_SECURITY_TOKEN").orElse("") : "",
                token);
        return client(access);
    }

    /** As {@link #client()}, but as nobody yet, and without a project if none is named. */
    ApiClient stranger() {
        var access = new Access(
                endpoint(), given(project, "HUAWEICLOUD_SDK_PROJECT_ID").orElse(""), "", "");
        return client(access);
    }

    private ApiClient client(Access access) {
        return new ApiClient(
                access,
                trust().map(trust -> Connection.to(access, shell.clock(), trust))
                        .orElseGet(() -> Connection.to(access, shell.clock())));
    }

    private Optional<SSLContext> trust() {
        var file = given(cacert, "PREHEAT_CACERT");
        try {
            return file.isPresent() ? Optional.of(Trust.of(Path.of(file.get()))) : Optional.empty();
        } catch (Trust.Unusable unusable) {
            throw wrong("--cacert: " + unusable.getMessage());
        } catch (InvalidPathException _) {
            throw wrong("--cacert is the name of a file");
        }
    }

    private URI endpoint() {
        return address(given(endpoint, "PREHEAT_ENDPOINT").orElse(DEFAULT_ENDPOINT));
    }

    private Optional<String> given(@Nullable String option, String variable) {
        return Optional.ofNullable(option)
                .or(() -> Optional.ofNullable(shell.environment().get(variable)))
                .filter(value -> !value.isBlank());
    }

    private String needed(String variable, String what) {
        return secret(variable).orElseThrow(() -> wrong("set " + variable + " to " + what));
    }

    // A file with the line ends of Windows leaves a \r behind, and a header field with one would be shown with all its
    // value.
    private Optional<String> secret(String variable) {
        var value = given(null, variable);
        if (value.isPresent() && !VISIBLE.matcher(value.get()).matches()) {
            throw wrong(variable + " has a character that is no visible ASCII one, such as a blank or a line's end");
        }
        return value;
    }

    private URI address(String text) {
        try {
            var uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            var scheme = uri.getScheme();
            var served = "http".equals(scheme) || "https".equals(scheme);
            if (served && uri.getRawUserInfo() == null && bare(uri)) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // said below, as for every other text that is no address
        }
        var shown = text.contains("@") ? "" : ", not '" + Plain.text(text) + "'"; // there may be a password before it
        throw wrong("an endpoint is http:// or https://, a host and perhaps a port" + shown);
    }

    private static boolean bare(URI uri) {
        return uri.getHost() != null
                && uri.getRawPath().isEmpty()
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
    }

    private ParameterException wrong(String what) {
        return new ParameterException(commandLine(), what);
    }

    private CommandLine commandLine() {
        return verb.commandLine();
    }
}
