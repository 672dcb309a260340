package dev.preheat.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Turns the text of a preheat.yaml into a {@link Cursor} at its root. */
final class Yaml {
    private static final int DEEPEST = 50;

    private Yaml() {}

    /** The root; empty when the text is no YAML, which is then noted. */
    static Optional<Cursor> root(String text, Faults faults) {
        var settings = LoadSettings.builder().build();
        try {
            if (isDeep(new Parse(settings).parseString(text))) {
                faults.note(1, "", "is nested too deeply");
                return Optional.empty();
            }
            var node = new Compose(settings).composeString(text);
            if (node.isEmpty()) {
                faults.note(1, "", "is empty");
            }
            return node.map(root -> new Cursor(faults, "", root));
        } catch (MarkedYamlEngineException broken) {
            int line = broken.getProblemMark().map(Mark::getLine).orElse(0) + 1;
            faults.note(line, "", "is not YAML: " + broken.getProblem());
        } catch (YamlEngineException broken) {
            faults.note(1, "", "is not YAML: " + broken.getMessage());
        }
        return Optional.empty();
    }

    // Composing calls itself for every level, and a megabyte of brackets would exhaust the stack.
    private static boolean isDeep(Iterable<Event> events) {
        int depth = 0;
        for (var event : events) {
            if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
                return true;
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
        return false;
    }
}
