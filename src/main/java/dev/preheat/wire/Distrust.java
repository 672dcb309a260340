package dev.preheat.wire;

import dev.preheat.wire.Exchange.Broken;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Why a certificate was not accepted, in words for an operator. */
record Distrust(Broken.Kind kind, String why) {
    /** What this failure to connect says of the certificate for {@code host}; empty when it is about something else. */
    static Optional<Distrust> of(Exception failure, String host) {
        var causes = new ArrayList<Throwable>();
        for (Throwable cause = failure; cause != null && causes.size() < 10; cause = cause.getCause()) {
            causes.addFirst(cause); // the deepest says most
        }
        return first(causes, host);
    }

    private static Optional<Distrust> first(List<Throwable> causes, String host) {
        return causes.stream().flatMap(cause -> one(cause, host).stream()).findFirst();
    }

    private static Optional<Distrust> one(Throwable cause, String host) {
        return switch (cause) {
            case CertificateExpiredException _ -> untrusted("its certificate has expired: " + cause.getMessage());
            case CertificateNotYetValidException _ ->
                untrusted("its certificate is not valid yet: " + cause.getMessage() + "; is a clock wrong?");
            case CertPathBuilderException _ ->
                Optional.of(new Distrust(
                        Broken.Kind.UNKNOWN_AUTHORITY, "its certificate is signed by no authority that is known here"));
            case SSLPeerUnverifiedException _ -> otherName(cause, host);
            case CertificateException _ when named(cause) -> otherName(cause, host);
            case CertificateException _ -> untrusted("its certificate is not accepted: " + cause.getMessage());
            default -> Optional.empty();
        };
    }

    private static boolean named(Throwable cause) {
        return String.valueOf(cause.getMessage()).startsWith("No ");
    }

    private static Optional<Distrust> otherName(Throwable cause, String host) {
        return untrusted("its certificate is not for " + host + ": " + cause.getMessage());
    }

    private static Optional<Distrust> untrusted(String why) {
        return Optional.of(new Distrust(Broken.Kind.UNTRUSTED, why));
    }
}
