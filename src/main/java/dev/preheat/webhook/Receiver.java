package dev.preheat.webhook;

import dev.preheat.webhook.WebhookQueue.Delivery;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends one delivery to its webhook, on a connection of its own. Redirects, cookies and retries are off.
 *
 * <p>Limits: 5 s to connect, 10 s without a byte, 100 header fields of 8 KiB, and {@link #LONGEST_SENDING} for the whole;
 * the answer's body is not read.
 */
final class Receiver implements AutoCloseable {
    /** The time that one delivery may take, after which its thread is interrupted. */
    static final Duration LONGEST_SENDING = Duration.ofSeconds(30);

    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    private static final Timeout SILENCE = Timeout.ofSeconds(10);
    private static final int MOST_FIELDS = 100;
    private static final int LONGEST_FIELD = 8 * 1024;

    private final CloseableHttpClient http;
    private final PublicAddresses addresses;
    private final Function<Delivery, byte[]> body;
    private final InstantSource clock;

    /** The outcome of sending. */
    sealed interface Outcome {}

    /** The receiver has taken it: 2xx. */
    record Taken() implements Outcome {}

    /** @param why for a person; names nothing secret */
    record NotTaken(String why) implements Outcome {}

    /** @param addresses looks up names, and gives only addresses that may be dialled */
    Receiver(Function<Delivery, byte[]> body, PublicAddresses addresses, InstantSource clock) {
        this.body = body;
        this.clock = clock;
        this.addresses = addresses;
        var http1 = Http1Config.custom()
                .setMaxHeaderCount(MOST_FIELDS)
                .setMaxLineLength(LONGEST_FIELD)
                .build();
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(addresses)
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(http1)
                        .build())
                .setMaxConnTotal(Integer.MAX_VALUE) // the courier sends only so many at a time
                .setMaxConnPerRoute(Integer.MAX_VALUE)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT)
                        .setSocketTimeout(SILENCE)
                        .build())
                .build();
        this.http = HttpClients.custom()
                .setConnectionManager(connections)
                .setConnectionReuseStrategy((_, _, _) -> false) // so that its address is looked at each time
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent("Preheat")
                .build();
    }

    /** The reason why a webhook cannot be dialled now; empty if it can be tried. */
    Optional<String> obstacle(Webhook webhook) {
        try {
            addresses.resolve(webhook.url().getHost());
            return Optional.empty();
        } catch (UnknownHostException unknown) {
            return Optional.of(String.valueOf(unknown.getMessage()));
        }
    }

    Outcome send(Webhook webhook, Delivery delivery) {
        var request = request(webhook, delivery, clock.instant());
        try (var answer = http.executeOpen(HttpHost.create(webhook.url()), request, null)) {
            int status = answer.getCode();
            request.cancel(); // else closing would read the body, however long it is
            return status / 100 == 2 ? new Taken() : new NotTaken("it answered " + status);
        } catch (UnknownHostException unknown) {
            return new NotTaken(String.valueOf(unknown.getMessage()));
        } catch (SocketTimeoutException _) {
            return new NotTaken("it did not answer in time");
        } catch (MessageConstraintException _) {
            return new NotTaken("the head of its answer is larger than " + MOST_FIELDS + " fields of " + LONGEST_FIELD
                    + " bytes; a status of 2xx is enough");
        } catch (IOException broken) {
            return Thread.interrupted() // cleared, so that the outcome can be written
                    ? new NotTaken("its answer did not come whole within " + LONGEST_SENDING.toSeconds() + " s")
                    : new NotTaken("it cannot be reached: " + broken.getMessage());
        }
    }

    private HttpPost request(Webhook webhook, Delivery delivery, Instant now) {
        var bytes = body.apply(delivery);
        var request = new HttpPost(webhook.url());
        request.setHeader("X-Preheat-Delivery", delivery.id());
        request.setHeader("X-Preheat-Event", delivery.event().word());
        request.setHeader("X-Preheat-Timestamp", Long.toString(now.getEpochSecond()));
        request.setHeader("X-Preheat-Signature", Signature.of(webhook.secret(), now, bytes));
        request.setEntity(new ByteArrayEntity(bytes, ContentType.APPLICATION_JSON));
        return request;
    }

    @Override
    public void close() {
        http.close(CloseMode.IMMEDIATE);
    }
}
