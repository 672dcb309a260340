package dev.preheat.app;

/** Starts Preheat. */
public final class Main {
    private Main() {}

    static void main() {}
}
