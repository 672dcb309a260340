package dev.preheat.iam;

import dev.preheat.http.Response;
import dev.preheat.operation.Json;
import java.util.Optional;

/**
 * Every error of the operations under {@code /v3}, in the form of OpenStack Keystone that the vendor's IAM uses.
 *
 * <p>Source: the vendor's IAM API reference (KeystoneCreateUserTokenByPassword, error codes), 2023-02. An error that has a
 * code in its table (else the code is empty) carries it too, for clients that read {@code error_code}.
 */
public enum KeystoneError {
    ILLEGAL_BODY(400, "", "The request body is invalid"),
    ILLEGAL_PARAMETER(400, "IAM.0007", "Request parameter %s is invalid."),
    WRONG_PASSWORD(401, "", "The username or password is wrong."),
    UNAUTHENTICATED(401, "IAM.0001", "The request you have made requires authentication."),
    TOKEN_EXPIRED(401, "IAM.0066", "The token has expired."),
    TOKEN_INVALID(401, "IAM.0067", "Invalid token."),
    NO_SUCH_TOKEN(404, "IAM.0004", "Could not find token."),
    TOO_MANY(429, "IAM.0012", "The throttling threshold has been reached. Try again later.");

    private final int status;
    private final String code;
    private final String message;

    KeystoneError(int status, String code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    public Response response() {
        return response("");
    }

    public Response response(String detail) {
        var text = message.replace("%s", detail);
        var named = Optional.of(code).filter(given -> !given.isEmpty());
        return Json.response(status, new Body(new Said(status, text, title()), named, named.map(_ -> text)));
    }

    // the reason phrases of RFC 9110 and RFC 6585
    private String title() {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 404 -> "Not Found";
            default -> "Too Many Requests";
        };
    }

    private record Said(int code, String message, String title) {}

    private record Body(Said error, Optional<String> errorCode, Optional<String> errorMsg) {}
}
