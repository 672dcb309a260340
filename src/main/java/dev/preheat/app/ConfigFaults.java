package dev.preheat.app;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with a preheat.yaml, by line; the first 100 are told. */
final class ConfigFaults {
    private static final int MOST_TOLD = 100;

    private record Fault(int line, String text) {}

    private final String file;
    private final Set<Fault> faults = new LinkedHashSet<>();

    ConfigFaults(String file) {
        this.file = file;
    }

    /** @param path empty for the file as a whole */
    void note(int line, String path, String what) {
        faults.add(new Fault(line, file + ":" + line + ": " + (path.isEmpty() ? what : path + ": " + what)));
    }

    boolean none() {
        return faults.isEmpty();
    }

    List<String> lines() {
        var told = new ArrayList<>(faults.stream()
                .sorted(Comparator.comparingInt(Fault::line))
                .limit(MOST_TOLD)
                .map(Fault::text)
                .toList());
        if (faults.size() > MOST_TOLD) {
            told.add(file + ": and " + (faults.size() - MOST_TOLD) + " more");
        }
        return told;
    }
}
