package dev.preheat.cli;

import dev.preheat.mistake.FileFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/** Whose certificates are believed, and why one is not, in words for a person. */
final class Trust {
    private static final int LARGEST_FILE = 1024 * 1024;

    private Trust() {}

    /** Why a file of certificates cannot be used. */
    static final class Unusable extends Exception {
        Unusable(String message) {
            super(message);
        }
    }

    /** Believes the certificates of a PEM file, and those that they signed, and no others. */
    static SSLContext of(Path file) throws Unusable {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (var certificate : certificates(file)) {
                store.setCertificateEntry("trusted-" + number++, certificate);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalStateException("every JDK has PKCS12 and TLS", broken);
        }
    }

    private static List<Certificate> certificates(Path file) throws Unusable {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(LARGEST_FILE);
            var read = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes));
            if (!read.isEmpty()) {
                return List.copyOf(read);
            }
        } catch (IOException unreadable) {
            throw new Unusable(file + " " + FileFault.of(file, "read", unreadable));
        } catch (GeneralSecurityException _) {
            // said below, as of a file with none
        }
        throw new Unusable(file + " has no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----");
    }

    /** What is wrong with the other side's TLS, and what to do about it. */
    static String why(SSLException failure, URI endpoint) {
        var causes = causes(failure);
        if (has(causes, CertificateExpiredException.class)) {
            return "has a certificate that has expired" + last(causes) + ": renew it there";
        }
        if (has(causes, CertificateNotYetValidException.class)) {
            return "has a certificate that is not good yet" + last(causes) + ": is this machine's clock right?";
        }
        var said = String.join(
                "\n",
                causes.stream().map(cause -> String.valueOf(cause.getMessage())).toList());
        if (said.contains("unable to find valid certification path") || said.contains("Path does not chain")) {
            return "has a certificate that nobody signed whom this machine trusts: name the file of the certificate that"
                    + " signed it, or of its own, with --cacert FILE";
        }
        if (said.contains("No subject alternative") || said.contains("No name matching")) {
            return "has a certificate that is not made out to " + endpoint.getHost()
                    + ": give the name that stands in it as --endpoint";
        }
        if (said.contains("Unsupported or unrecognized SSL message")) {
            return "does not speak TLS: is it http://, not https://?";
        }
        return "cannot be trusted: "
                + Plain.text(String.valueOf(causes.getLast().getMessage()));
    }

    private static String last(List<Throwable> causes) {
        var message = causes.getLast().getMessage();
        return message == null ? "" : " (" + Plain.text(message) + ")";
    }

    private static boolean has(List<Throwable> causes, Class<? extends Throwable> kind) {
        return causes.stream().anyMatch(kind::isInstance);
    }

    private static List<Throwable> causes(Throwable failure) {
        var causes = new ArrayList<Throwable>();
        for (var cause = Optional.of(failure); cause.isPresent(); cause = cause.map(Throwable::getCause)) {
            causes.add(cause.get());
        }
        return causes;
    }
}
