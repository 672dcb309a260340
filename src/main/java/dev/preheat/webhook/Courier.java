package dev.preheat.webhook;

import dev.preheat.loop.Backoff;
import dev.preheat.loop.Loops;
import dev.preheat.sql.StoreException;
import dev.preheat.webhook.WebhookQueue.Delivery;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Brings deliveries to their webhooks, looking for due ones twice a second. Each webhook has places of its own, so that a slow
 * one holds up no other.
 *
 * <p>A delivery that is not taken is sent again after 5 seconds, then after twice as long each time, up to an hour; after a day
 * it is given up.
 */
public final class Courier implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Courier.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(5), Duration.ofHours(1));
    private static final int PLACES = 4;
    private static final int LOOKS_TO_PURGE = 1_000;

    private final WebhookQueue queue;
    private final Receiver receiver;
    private final Supplier<List<Webhook>> webhooks;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Map<Thread, Sending> sending = new ConcurrentHashMap<>();
    private final Loops loops = new Loops();
    private int looks;

    private record Sending(URI url, long since) {}

    /** The configuration, asked each time. */
    public record Settings(Supplier<List<Webhook>> webhooks, BooleanSupplier allowPrivate) {}

    /** @param body makes the JSON that is sent of a delivery */
    public Courier(WebhookQueue queue, Settings settings, Function<Delivery, byte[]> body, InstantSource clock) {
        this(queue, settings, body, clock, System::nanoTime);
    }

    /** @param nanos a time that goes on evenly, whatever the clock is set to */
    Courier(
            WebhookQueue queue,
            Settings settings,
            Function<Delivery, byte[]> body,
            InstantSource clock,
            LongSupplier nanos) {
        this.queue = queue;
        this.webhooks = settings.webhooks();
        this.receiver = new Receiver(body, new PublicAddresses(settings.allowPrivate()), clock);
        this.clock = clock;
        this.nanos = nanos;
    }

    public void start() {
        foresee();
        loops.begin("webhooks", LOOK, this::look);
    }

    /** Logs which webhooks cannot be dialled as things stand; names are looked up meanwhile. */
    public void foresee() {
        for (var webhook : webhooks.get()) {
            if (PublicAddresses.isLiteral(webhook.url().getHost())) {
                foresee(webhook);
            } else {
                Thread.ofVirtual().name("webhook " + webhook.place()).start(() -> foresee(webhook));
            }
        }
    }

    private void foresee(Webhook webhook) {
        receiver.obstacle(webhook)
                .ifPresent(why -> log.warn(
                        "the webhook {} of project {} will be told nothing: {}",
                        webhook.place(),
                        webhook.project(),
                        why));
    }

    /** Sends no more; deliveries under way are sent again after the next start. */
    @Override
    public void close() {
        loops.close();
        receiver.close();
    }

    private void look() {
        webhooks.get().forEach(this::take);
        hurry();
        if (looks++ % LOOKS_TO_PURGE == 0) {
            queue.purge();
        }
    }

    private void take(Webhook webhook) {
        var busy = (int) sending.values().stream()
                .filter(one -> one.url().equals(webhook.url()))
                .count();
        if (busy < PLACES) {
            for (var delivery : queue.claim(webhook, PLACES - busy)) {
                var thread =
                        Thread.ofVirtual().name("webhook " + delivery.id()).unstarted(() -> send(webhook, delivery));
                sending.put(thread, new Sending(webhook.url(), nanos.getAsLong()));
                thread.start();
            }
        }
    }

    // A receiver that sends a byte now and then would hold its place for ever.
    private void hurry() {
        long now = nanos.getAsLong();
        sending.forEach((thread, one) -> {
            if (now - one.since() > Receiver.LONGEST_SENDING.toNanos()) {
                thread.interrupt();
            }
        });
    }

    private void send(Webhook webhook, Delivery delivery) {
        MDC.put("task", delivery.task().value()); // names the task in the log; the thread ends with this
        try {
            switch (receiver.send(webhook, delivery)) {
                case Receiver.Taken() -> {
                    queue.remove(delivery);
                    log.info(
                            "told {} that {} is {}",
                            webhook.place(),
                            delivery.task(),
                            delivery.event().word());
                }
                case Receiver.NotTaken(var why) -> again(webhook, delivery, why);
            }
        } catch (StoreException away) {
            log.warn("webhook delivery {} will be sent again: {}", delivery.id(), away.getMessage());
        } catch (RuntimeException bug) {
            log.error("webhook delivery {} failed and will be sent again", delivery.id(), bug);
        } finally {
            sending.remove(Thread.currentThread());
        }
    }

    private void again(Webhook webhook, Delivery delivery, String why) {
        var due = clock.instant().plus(PAUSES.scatteredAfter(delivery.attempt()));
        if (due.isAfter(delivery.at().plus(WebhookQueue.KEPT))) {
            queue.remove(delivery);
            log.warn(
                    "gave up telling {} that {} is {}, after {} attempts: {}",
                    webhook.place(),
                    delivery.task(),
                    delivery.event().word(),
                    delivery.attempt(),
                    why);
        } else {
            queue.again(delivery, due);
            log.warn(
                    "could not tell {} of {}: {}; again at {}",
                    webhook.place(),
                    delivery.task(),
                    why,
                    due.truncatedTo(ChronoUnit.MILLIS));
        }
    }
}
