package dev.preheat.cli;

import dev.preheat.cli.ApiClient.Access;
import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What somebody does about a refusal. The API's own words are the vendor's, for whom the reader is a program.
 *
 * @param client asked for more where the answer does not tell it
 * @param path of the request that was refused
 */
record Remedy(Access access, ApiClient client, String path) {
    private static final Duration SAME_CLOCK = Duration.ofMinutes(1);

    /** Empty where there is none. */
    String of(Answer.Refused no) {
        return switch (no.code()) {
            case "APIGW.0301" -> credentials(no);
            case "VOD.10053" -> field(no.message());
            case "VOD.10057" -> foreignProject();
            case "VOD.10060" ->
                "publish it first: ./preheat asset publish ID; ./preheat asset list shows what is published";
            case "VOD.10062" -> missing();
            case "VOD.10074" ->
                "its owner has to allow that action: `policies` of the user in the service's preheat.yaml";
            case "VOD.10086" -> quota();
            case "VOD.10088" ->
                "that domain has `enabled: false` in the service's preheat.yaml; a SIGHUP reads it again";
            case "VOD.10089" ->
                "add that host name to `domains` in the service's preheat.yaml, for project " + project()
                        + "; a SIGHUP reads it again";
            case "APIGW.0308" -> "wait a minute; `throttle` in the service's preheat.yaml is the limit";
            case "VOD.10051" -> "the service's log says why, on the lines that name this request";
            case "APIGW.0101" ->
                "the service at " + access.endpoint() + " does not know this call; is it an older one?";
            default -> no.status() == 401 && path.startsWith("/v3/auth/tokens") ? password() : "";
        };
    }

    private String credentials(Answer.Refused no) {
        var said = no.message();
        if (said.contains("signature expired")) {
            return clock(no.ahead());
        }
        if (said.contains("verify aksk signature fail")) {
            return "HUAWEICLOUD_SDK_SK is not the secret key (sk) that stands beside " + key() + " in the service's"
                    + " preheat.yaml; after five wrong ones the key is locked for five minutes";
        }
        if (said.contains("not exist")) {
            return "no user of " + access.endpoint() + " has " + key()
                    + ": set HUAWEICLOUD_SDK_AK to an ak of its preheat.yaml, or --endpoint to the service that has it";
        }
        if (said.contains("reach the limit")) {
            return key()
                    + " is locked for five minutes after five wrong signatures: wait, and set HUAWEICLOUD_SDK_SK to its"
                    + " secret key";
        }
        return token(said);
    }

    private static String token(String said) {
        if (said.contains("security token expires")) {
            return "the temporary key has ended; set keys that have not";
        }
        if (said.contains("x-security-token")) {
            return "the key is a temporary one: set HUAWEICLOUD_SDK_SECURITY_TOKEN to its security token";
        }
        if (said.contains("token")) {
            return "PREHEAT_TOKEN is none of this service, or its time is over, or its user has changed; another one:"
                    + " export PREHEAT_TOKEN=$(./preheat token --account NAME --user NAME)";
        }
        return "";
    }

    // A signature counts 15 minutes before and after its date.
    private static String clock(Duration ahead) {
        if (ahead.abs().compareTo(SAME_CLOCK) < 0) {
            return "the request took more than 15 minutes to arrive; send it again";
        }
        return "the clock of this machine is " + spoken(ahead.abs()) + (ahead.isNegative() ? " behind" : " ahead of")
                + " the service's, and may be off by 15 minutes at most; set the one that is wrong";
    }

    private static String spoken(Duration time) {
        var parts = new ArrayList<String>();
        add(parts, time.toDays(), "d");
        add(parts, time.toHoursPart(), "h");
        add(parts, time.toMinutesPart(), "min");
        add(parts, time.toSecondsPart(), "s");
        return String.join(" ", parts);
    }

    private static void add(ArrayList<String> parts, long many, String unit) {
        if (many > 0) {
            parts.add(many + " " + unit);
        }
    }

    private String foreignProject() {
        if (!(client.projects() instanceof Answer.Good good)) {
            return "project " + project() + " is another account's; name one of your own with --project";
        }
        var own = StreamSupport.stream(good.body().path("projects").spliterator(), false)
                .map(one -> Plain.word(one, "id") + " (" + Plain.word(one, "name") + ")")
                .collect(Collectors.joining(", "));
        var of = access.token().isEmpty() ? "of the account of " + key() : "of the token's account";
        return "project " + project() + " is no project " + of + ", which has " + own
                + (access.token().isEmpty() ? "; name one with --project" : "; a token is good for one project alone");
    }

    private String missing() {
        if (path.contains("/tasks/")) {
            return "project " + project()
                    + " has no such task, or has forgotten it; ./preheat tasks lists those it has";
        }
        return "project " + project() + " has no such title: ./preheat asset list --json lists all with their URLs,"
                + " ./preheat asset put adds one";
    }

    private String quota() {
        return client.quota() instanceof Answer.Good good
                ? "today's quota: " + QuotaVerb.line(good.body())
                : "./preheat quota says what is used, and when the day begins anew";
    }

    private static String field(String message) {
        if (message.contains("{urls}") || message.contains("{streaming_urls}")) {
            return "each is http:// or https://, a host and a path, at most 4096 characters, without a user or *; a preheat"
                    + " takes 10 of them at most";
        }
        if (message.contains("{asset_id}")) {
            return "an asset's id is 1 to 64 of A-Z a-z 0-9 _ -; ./preheat asset list lists those there are";
        }
        if (message.contains("{Idempotency-Key}")) {
            return "that key was another request's within the last 24 hours; choose another";
        }
        return message.contains("{title}") ? "a title is 1 to 128 bytes of UTF-8 on one line" : "";
    }

    private static String password() {
        return "account, user and password are those of `accounts` in the service's preheat.yaml; ./preheat password makes"
                + " the line of a password";
    }

    private String key() {
        return "access key " + access.accessKey();
    }

    private String project() {
        return access.project();
    }
}
