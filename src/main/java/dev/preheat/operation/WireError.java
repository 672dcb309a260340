package dev.preheat.operation;

import dev.preheat.http.Request;
import dev.preheat.http.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every error that a client can see outside {@code /v3}.
 *
 * <p>Source: the vendor's error code tables (api-vod/ErrorCode, devg-apisign/api-sign-errorcode) as docs/wire.md lists
 * them; {@code %s} is the part that varies, all other braces are literal.
 */
public enum WireError {
    ILLEGAL_FIELD(400, "VOD.10053", "The request parameter is illegal, illegal field: {%s}."),
    NOT_FOUND(400, "VOD.10062", "Media asset or resource does not exist, please check."),
    FOREIGN_PROJECT(403, "VOD.10057", "Tenant ID verification failed."),
    NOT_PUBLISHED(403, "VOD.10060", "Media asset is not downloaded successfully or not released, please check."),
    NO_PERMISSION(403, "VOD.10074", "You do not have permission to perform this operation: %s."),
    QUOTA_SPENT(403, "VOD.10086", "The total number of pre-heated URLs cannot exceed {%s}."),
    DISABLED_DOMAIN(403, "VOD.10088", "Only enabled domain names can be operated: %s."),
    FOREIGN_DOMAIN(403, "VOD.10089", "The acceleration domain name does not exist: %s."),
    INTERNAL(500, "VOD.10051", "Internal system error."),
    UNAUTHENTICATED(401, "APIGW.0301", "Incorrect IAM authentication information: %s"),
    THROTTLED(
            429,
            "APIGW.0308",
            "The throttling threshold has been reached: policy user over ratelimit,limit:%s,time:1 minute"),
    TOO_MANY_WATCHERS(
            429,
            "APIGW.0308",
            "The throttling threshold has been reached: policy watchers of tasks,limit:%s at a time"),
    TOO_MANY_URLS(403, "VOD.10078", "The total number of streaming URLs cannot exceed {%s}."),
    TOO_MANY_LOST(
            429,
            "APIGW.0308",
            "The throttling threshold has been reached: policy streaming URLs being withdrawn,limit:%s at a time"),
    TOO_MANY_KEYS(
            429,
            "APIGW.0308",
            "The throttling threshold has been reached: policy answers kept under an Idempotency-Key,limit:%s in 24 hours"),
    TOO_MANY_UNTOLD(
            429,
            "APIGW.0308",
            "The throttling threshold has been reached: policy webhook deliveries of a task that wait,limit:%s at a time"),
    TOO_MANY_CALLS(
            429, "APIGW.0308", "The throttling threshold has been reached: policy calls under way,limit:%s at a time"),
    UNKNOWN_PATH(404, "APIGW.0101", "The API does not exist or has not been published in the environment"),
    WRONG_METHOD(404, "APIGW.0101", "The API does not exist."),
    NO_GOOD_REQUEST(400, "APIGW.0201", "API request error."),
    BODY_TOO_LARGE(413, "APIGW.0201", "Request entity too large."),
    URI_TOO_LONG(414, "APIGW.0201", "Request URI too large."),
    HEAD_TOO_LARGE(431, "APIGW.0201", "Request header fields too large.");

    private final int status;
    private final String code;
    private final String message;

    WireError(int status, String code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    /**
     * The error for a request that the server itself refuses.
     *
     * <p>Never 408 and never 503, upon which the SDK's HTTP client would send the same request again.
     */
    public static WireError ofStatus(int status) {
        return switch (status) {
            case 413 -> BODY_TOO_LARGE;
            case 414 -> URI_TOO_LONG;
            case 431 -> HEAD_TOO_LARGE;
            case 500, 502, 503, 504 -> INTERNAL;
            default -> NO_GOOD_REQUEST;
        };
    }

    /** The answer for an error whose message does not vary. */
    public Response response(String requestId) {
        return response(requestId, "");
    }

    public Response response(Request request) {
        return response(request.id());
    }

    public Response response(Request request, String detail) {
        return response(request.id(), detail);
    }

    /** @param most the limit that was reached */
    public Response response(Request request, int most) {
        return response(request.id(), Integer.toString(most));
    }

    private Response response(String requestId, String detail) {
        var text = message.replace("%s", detail);
        return Json.response(
                status, code.startsWith("APIGW") ? new Gateway(text, code, requestId) : new Vod(code, text));
    }

    /** The code of an error in either shape; empty for any other answer. */
    static Optional<String> codeOf(Response answer) {
        if (answer.status() < 400
                || !(Json.read(answer.body(), Coded.class) instanceof Parsed.Legal<Coded>(var coded))) {
            return Optional.empty();
        }
        return Optional.ofNullable(coded.errorCode());
    }

    private record Coded(@Nullable String errorCode) {}

    private record Vod(String errorCode, String errorMsg) {}

    private record Gateway(String errorMsg, String errorCode, String requestId) {}
}
