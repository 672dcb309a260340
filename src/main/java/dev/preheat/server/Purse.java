package dev.preheat.server;

import java.util.concurrent.TimeUnit;

/** What one HTTP/2 session may still spend on frames; time, requests and answers fill it again. */
final class Purse {
    private static final double MOST = 1_024;
    private static final double A_SECOND = 64;

    private double left = MOST;
    private long since = System.nanoTime();

    /** Takes {@code price}, which is negative for what is earned; false when there is not enough. */
    synchronized boolean pays(int price) {
        long now = System.nanoTime();
        double earned = A_SECOND * (now - since) / TimeUnit.SECONDS.toNanos(1);
        since = now;
        left = Math.min(MOST, left + earned - price);
        return left >= 0;
    }
}
