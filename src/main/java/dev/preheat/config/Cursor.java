package dev.preheat.config;

import dev.preheat.mistake.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One place of preheat.yaml: its line, the keys that lead to it, and the value there.
 *
 * <p>A fault is noted and reading goes on, so that one run names everything. Each text of a fault continues the place's name:
 * {@code must be 1 to 1024}. A scalar is taken as it is written: a project's id of digits alone stays a text.
 */
final class Cursor {
    private static final int LONGEST_SHOWN = 60;

    private final Faults faults;
    private final String path;
    private final Node node;
    private final Map<String, Cursor> members = new HashMap<>();
    private final Set<String> mistyped = new HashSet<>();

    Cursor(Faults faults, String path, Node node) {
        this.faults = faults;
        this.path = path;
        this.node = node;
    }

    /** This place as a mapping of these keys, in the order in which a fault lists them. */
    Cursor mapping(String... keys) {
        if (isAnchored()) {
            return this;
        }
        if (!(node instanceof MappingNode mapping)) {
            fault("must be a mapping of keys to values");
            return this;
        }
        for (var tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                member(key, tuple.getValueNode(), List.of(keys));
            } else {
                faults.note(line(tuple.getKeyNode()), path, "must have plain words as keys");
            }
        }
        return this;
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    private void member(ScalarNode key, Node value, List<String> known) {
        var name = key.getValue();
        if (!known.contains(name)) {
            unknown(key, known);
        } else if (members.putIfAbsent(name, new Cursor(faults, below(name), value)) != null) {
            faults.note(line(key), below(name), "must be given once, but is given again");
        }
    }

    // A key that is needed and was mistyped is not missing as well.
    private void unknown(ScalarNode key, List<String> known) {
        var place = below(shown(key.getValue()));
        Nearest.of(key.getValue(), known)
                .ifPresentOrElse(
                        meant -> {
                            mistyped.add(meant);
                            faults.noteCause(line(key), place, "is not a key; did you mean " + meant + "?");
                        },
                        () -> faults.note(
                                line(key), place, "is not a key; the keys here are " + String.join(", ", known)));
    }

    private String below(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** The place below {@code key}, where it is given. */
    Optional<Cursor> at(String key) {
        return Optional.ofNullable(members.get(key));
    }

    /** The place below {@code key}; that it is missing is a fault. */
    Optional<Cursor> needed(String key) {
        if (lacks(key)) {
            fault(key, "is missing");
        }
        return at(key);
    }

    /** The mapping below {@code key}; one without members when it is absent. */
    Cursor section(String key, String... keys) {
        return at(key).map(place -> place.mapping(keys)).orElseGet(() -> new Cursor(faults, path, node));
    }

    /** The members of a list below {@code key}; none when it is absent. */
    List<Cursor> list(String key) {
        return at(key).map(Cursor::members).orElse(List.of());
    }

    /** The members of a list below {@code key}; none, and a fault, when there are more than {@code most}. */
    List<Cursor> list(String key, int most) {
        var found = list(key);
        if (found.size() <= most) {
            return found;
        }
        at(key).ifPresent(place -> place.fault("must have at most " + most + " members, but has " + found.size()));
        return List.of();
    }

    /** The members of a list below {@code key}; that there is none is a fault, which asks for {@code what}. */
    List<Cursor> listOfSome(String key, String what) {
        if (lacks(key)) {
            fault(key, "must list " + what + ", but is missing");
        }
        at(key).filter(place -> place.node instanceof SequenceNode list
                        && list.getValue().isEmpty())
                .ifPresent(place -> place.fault("must list " + what + ", but is empty"));
        return list(key);
    }

    /** The members of a list below {@code key}; that there is none is a fault, and so are more than {@code most}. */
    List<Cursor> listOfSome(String key, String what, int most) {
        return listOfSome(key, what).size() <= most ? list(key) : list(key, most);
    }

    private List<Cursor> members() {
        if (isAnchored()) {
            return List.of();
        }
        if (!(node instanceof SequenceNode list)) {
            fault("must be a list");
            return List.of();
        }
        var found = new ArrayList<Cursor>();
        for (var member : list.getValue()) {
            found.add(new Cursor(faults, path + "[" + found.size() + "]", member));
        }
        return found;
    }

    /**
     * The value of {@code key}; that it is missing is a fault.
     *
     * @param reading throws IllegalArgumentException with what the value must be
     */
    <T> Optional<T> required(String key, Function<String, T> reading) {
        return needed(key).flatMap(place -> place.scalar(reading));
    }

    /** The value of {@code key}, which no fault repeats; that it is missing is a fault. */
    <T> Optional<T> requiredSecret(String key, Function<String, T> reading) {
        return needed(key).flatMap(place -> place.value(reading, Shown.NEVER));
    }

    private boolean lacks(String key) {
        return !members.containsKey(key) && !mistyped.contains(key) && node instanceof MappingNode;
    }

    /** The value of {@code key} where it is given and right. */
    <T> Optional<T> optional(String key, Function<String, T> reading) {
        return at(key).flatMap(place -> place.scalar(reading));
    }

    /** The value of {@code key} where it is given and right, else {@code otherwise}. */
    <T> T optional(String key, T otherwise, Function<String, T> reading) {
        return optional(key, reading).orElse(otherwise);
    }

    /** The value of {@code key} where it is given and right; no fault repeats it. */
    <T> Optional<T> optionalSecret(String key, Function<String, T> reading) {
        return at(key).flatMap(place -> place.value(reading, Shown.NEVER));
    }

    /** This place itself as one value, as the member of a list is. */
    <T> Optional<T> scalar(Function<String, T> reading) {
        return value(reading, Shown.PLAIN);
    }

    /** This place as a mapping of names that are not known beforehand to their values. */
    <T> Optional<T> named(Function<Map<String, String>, T> reading) {
        if (isAnchored() || !(node instanceof MappingNode mapping)) {
            fault("must be a mapping of names to their values");
            return Optional.empty();
        }
        var values = new HashMap<String, String>();
        for (var tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key && tuple.getValueNode() instanceof ScalarNode value) {
                values.put(key.getValue(), value.getValue());
            }
        }
        try {
            return Optional.of(reading.apply(values));
        } catch (IllegalArgumentException wrong) {
            fault(String.valueOf(wrong.getMessage()));
            return Optional.empty();
        }
    }

    private enum Shown {
        PLAIN,
        NEVER
    }

    private <T> Optional<T> value(Function<String, T> reading, Shown shown) {
        if (isAnchored()) {
            return Optional.empty();
        }
        if (!(node instanceof ScalarNode scalar)) {
            fault("must be a single value");
            return Optional.empty();
        }
        try {
            return Optional.of(reading.apply(scalar.getValue()));
        } catch (IllegalArgumentException wrong) {
            // An address that is wrong may still hold a password before its '@'.
            boolean repeated = shown == Shown.PLAIN && !scalar.getValue().contains("@");
            fault(wrong.getMessage() + (repeated ? ", but is '" + shown(scalar.getValue()) + "'" : ""));
            return Optional.empty();
        }
    }

    // An alias would let a small file stand for a huge one, and nobody needs one here.
    private boolean isAnchored() {
        node.getAnchor().ifPresent(anchor -> fault("must not have an anchor (&" + anchor.getValue() + ")"));
        return node.getAnchor().isPresent();
    }

    /** Notes each of these places that names what an earlier one named. */
    static final class Once {
        private final String what;
        private final Set<Object> seen = new HashSet<>();

        Once(String what) {
            this.what = what;
        }

        void note(Cursor parent, String key, Object value) {
            if (!seen.add(value)) {
                parent.fault(key, "must be unique, but there is already " + what + " '" + value + "'");
            }
        }
    }

    /** Notes that this place is wrong, as in {@code must be a list}. */
    void fault(String what) {
        faults.note(line(node), path, what);
    }

    /** Notes that the place below {@code key} is wrong, with this line where it is not given. */
    void fault(String key, String what) {
        faults.note(line(at(key).map(place -> place.node).orElse(node)), below(key), what);
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    private static String shown(String value) {
        var oneLine = value.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
        return oneLine.length() <= LONGEST_SHOWN ? oneLine : oneLine.substring(0, LONGEST_SHOWN) + "…";
    }
}
