package dev.preheat.fill;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The authorities whose certificates an edge may show, in place of those that the Java runtime knows. */
public record Trust(List<X509Certificate> authorities) {
    private static final int MOST = 100;

    public Trust {
        authorities = List.copyOf(authorities);
        if (authorities.isEmpty() || authorities.size() > MOST) {
            throw new IllegalArgumentException(
                    "must be a PEM file of 1 to " + MOST + " certificates (there are " + authorities.size() + ")");
        }
    }

    /**
     * Reads a PEM file.
     *
     * @throws IllegalArgumentException with what it must be
     */
    public static Trust of(Path file) {
        try (var pem = Files.newInputStream(file)) {
            return new Trust(certificates(pem));
        } catch (CertificateException _) {
            throw new IllegalArgumentException("must be a PEM file of certificates");
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "must be a file that can be read (" + unreadable.getClass().getSimpleName() + ")");
        }
    }

    private static List<X509Certificate> certificates(InputStream pem) throws CertificateException {
        return CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    SSLContext context() {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (var authority : authorities) {
                store.setCertificateEntry("authority " + store.size(), authority);
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
}
