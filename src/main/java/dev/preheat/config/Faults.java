package dev.preheat.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The faults of a preheat.yaml: first what most likely caused the rest, then by line; the first 100 are told. */
final class Faults {
    private static final int MOST_TOLD = 100;

    private record Fault(boolean cause, int line, String text) {}

    private final String file;
    private final Set<Fault> faults = new LinkedHashSet<>();

    Faults(String file) {
        this.file = file;
    }

    /**
     * Notes one.
     *
     * @param path empty for the file as a whole
     * @param what continues the path's name: {@code must be a list}
     */
    void note(int line, String path, String what) {
        note(false, line, path, what);
    }

    /** Notes one that may have caused others: a key that was mistyped. */
    void noteCause(int line, String path, String what) {
        note(true, line, path, what);
    }

    private void note(boolean cause, int line, String path, String what) {
        faults.add(
                new Fault(cause, line, file + ":" + line + ": " + (path.isEmpty() ? "the file" : path) + " " + what));
    }

    boolean none() {
        return faults.isEmpty();
    }

    List<String> lines() {
        var told = new ArrayList<>(faults.stream()
                .sorted(Comparator.comparing(Fault::cause).reversed().thenComparingInt(Fault::line))
                .limit(MOST_TOLD)
                .map(Fault::text)
                .toList());
        if (faults.size() > MOST_TOLD) {
            told.add(file + ": and " + (faults.size() - MOST_TOLD) + " more");
        }
        return told;
    }
}
