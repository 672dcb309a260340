package dev.preheat.preheat;

import dev.preheat.tenancy.Project;

/** Turns what a caller asks for into a durable task, or says why not. */
public final class Preheater {
    public Submission submit(Project project, PreheatSource source) {
        throw new UnsupportedOperationException(project + " " + source);
    }
}
