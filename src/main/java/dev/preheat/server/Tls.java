package dev.preheat.server;

import dev.preheat.http.Source;
import dev.preheat.server.Cuts.Reason;
import dev.preheat.server.PemIdentity.Unusable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.2 and 1.3 with the certificate from two PEM files, which are read again when they change.
 *
 * <p>A change that cannot be used is refused with a line in the log, and the certificate in use stays. Open connections keep
 * the certificate they began with.
 */
final class Tls {
    private static final Logger log = LoggerFactory.getLogger(Tls.class);
    // More than a browser asks for at once. Requests that have not arrived whole also have a budget over all
    // connections.
    private static final int STREAMS = 100;
    private static final int STREAM_WINDOW = 128 * 1024;

    private final TlsFiles files;
    private final SslContextFactory.Server context = new SslContextFactory.Server();
    private final Cuts cuts;
    private final Floods floods;
    private String seen;

    /** @throws IOException if the files are not a certificate and its key */
    Tls(TlsFiles files, Cuts cuts) throws IOException {
        this.files = files;
        this.cuts = cuts;
        floods = new Floods(cuts);
        seen = stamp();
        context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        context.setCipherComparator(HTTP2Cipher.COMPARATOR);
        context.setKeyStorePassword(PemIdentity.PASSWORD);
        try {
            use(PemIdentity.read(files), context);
        } catch (Unusable unusable) {
            throw new IOException("the TLS certificate cannot be used: " + unusable.getMessage());
        }
    }

    /** TLS, and above it HTTP/2 or HTTP/1.1 as ALPN agrees; HTTP/1.1 for a client without ALPN. */
    ConnectionFactory[] connections(HttpConfiguration configuration) {
        var http1 = new HttpConnectionFactory(configuration);
        var alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(http1.getProtocol());
        var http2 = new HTTP2ServerConnectionFactory(configuration);
        http2.setMaxConcurrentStreams(STREAMS);
        http2.setInitialStreamRecvWindow(STREAM_WINDOW);
        http2.setConnectProtocolEnabled(false);
        http2.addEventListener(floods);
        return new ConnectionFactory[] {over(alpn), alpn, http2, http1};
    }

    private SslConnectionFactory over(ConnectionFactory next) {
        var tls = new SslConnectionFactory(context, next.getProtocol());
        // there is one certificate, whatever name a client uses: proxies and addresses have names of their own
        tls.setEnsureSecureRequestCustomizer(false);
        tls.addEventListener(new SslHandshakeListener() {
            @Override
            public void handshakeFailed(Event event, Throwable failure) {
                var peer = event.getEndPoint().getRemoteSocketAddress();
                if (peer != null) { // otherwise it has gone, or was cut off before
                    cuts.note(Source.of(peer), Reason.HANDSHAKE);
                }
            }
        });
        return tls;
    }

    /** Closes sessions that were told to go and have not gone, and looks at the files. */
    void sweep() {
        floods.sweep();
        lookAgain();
    }

    // Uses the new files if they are good.
    private synchronized void lookAgain() {
        var now = stamp();
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            var identity = PemIdentity.read(files);
            context.reload(renewed -> use(identity, (SslContextFactory.Server) renewed));
        } catch (Unusable unusable) {
            log.error("the changed TLS certificate cannot be used, and the old one stays: {}", unusable.getMessage());
        } catch (Exception broken) {
            log.error("the changed TLS certificate cannot be used, and the old one stays", broken);
        }
    }

    private static void use(PemIdentity identity, SslContextFactory.Server context) {
        context.setKeyStore(identity.keyStore());
        var own = identity.chain().getFirst();
        log.info(
                "the TLS certificate is {}, valid until {}",
                own.getSubjectX500Principal(),
                own.getNotAfter().toInstant());
    }

    private String stamp() {
        return stamp(files.certificate()) + " " + stamp(files.key());
    }

    // A link that points elsewhere has another file key, even if time and size are the same.
    private static String stamp(Path file) {
        try {
            var now = Files.readAttributes(file, BasicFileAttributes.class);
            return now.lastModifiedTime() + "/" + now.size() + "/"
                    + Optional.ofNullable(now.fileKey()).orElse("");
        } catch (IOException _) {
            return "gone";
        }
    }
}
