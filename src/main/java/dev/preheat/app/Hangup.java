package dev.preheat.app;

import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handler of SIGHUP, which would end the process without it.
 *
 * <p>The JDK has one way to a signal: sun.misc.Signal of the module jdk.unsupported. javac warns of every use of it and
 * that warning cannot be switched off, so it is reached by name; where it is missing, SIGHUP ends the process as before.
 */
final class Hangup {
    private static final Logger log = LoggerFactory.getLogger(Hangup.class);

    private final Runnable reload;

    private Hangup(Runnable reload) {
        this.reload = reload;
    }

    /** Runs {@code reload} at each SIGHUP, one after the other. */
    static void reloads(Runnable reload) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var lookup = MethodHandles.lookup();
            var run = lookup.findVirtual(Hangup.class, "run", MethodType.methodType(void.class, Object.class))
                    .bindTo(new Hangup(reload))
                    .asType(MethodType.methodType(void.class, signal));
            signal.getMethod("handle", signal, handler)
                    .invoke(
                            null,
                            signal.getConstructor(String.class).newInstance("HUP"),
                            MethodHandleProxies.asInterfaceInstance(handler, run));
        } catch (ReflectiveOperationException | IllegalArgumentException taken) {
            log.warn("SIGHUP cannot be taken; restart to change the configuration", taken);
        }
    }

    // Each signal has a thread of its own.
    @SuppressWarnings("UnusedMethod") // found by its name above
    private synchronized void run(Object signal) {
        log.info("{}: rereading the configuration", signal);
        reload.run();
    }
}
