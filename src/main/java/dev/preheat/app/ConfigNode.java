package dev.preheat.app;

import dev.preheat.catalogue.HeaderProfile;
import dev.preheat.cli.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
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
 * One place of preheat.yaml: its line, the keys that lead to it, what stands there.
 *
 * <p>What is wrong is noted and reading goes on, so that one run names everything. Scalars are taken as they are
 * written: a project id of nothing but digits stays a text.
 */
final class ConfigNode {
    private static final int LONGEST_SHOWN = 60;

    private final ConfigFaults faults;
    private final String path;
    private final Node node;
    private final Map<String, ConfigNode> members = new HashMap<>();
    private final Set<String> mistyped = new HashSet<>();

    ConfigNode(ConfigFaults faults, String path, Node node) {
        this.faults = faults;
        this.path = path;
        this.node = node;
    }

    /**
     * This place as a mapping of these keys.
     *
     * @param later keys that are documented but not in this version
     */
    ConfigNode mapping(Set<String> known, Set<String> later) {
        if (anchored()) {
            return this;
        }
        if (!(node instanceof MappingNode mapping)) {
            fault("is a mapping of keys to values");
            return this;
        }
        for (var tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                member(key, tuple.getValueNode(), known, later);
            } else {
                faults.note(line(tuple.getKeyNode()), path, "a key is a plain word");
            }
        }
        return this;
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    private void member(ScalarNode key, Node value, Set<String> known, Set<String> later) {
        var name = key.getValue();
        var place = new ConfigNode(faults, path.isEmpty() ? name : path + "." + name, key);
        if (later.contains(name)) {
            place.fault("is not in this version");
        } else if (!known.contains(name)) {
            unknown(place.path(path.isEmpty() ? shown(name) : path + "." + shown(name)), name, known);
        } else if (members.putIfAbsent(name, new ConfigNode(faults, place.path, value)) != null) {
            place.fault("stands here a second time");
        }
    }

    // A key that is needed and was mistyped is not missing as well.
    private void unknown(ConfigNode place, String name, Set<String> known) {
        var meant = Nearest.of(name, known);
        meant.ifPresent(mistyped::add);
        meant.ifPresentOrElse(
                key -> faults.noteCause(
                        line(place.node), place.path, "there is no such key; did you mean " + key + "?"),
                () -> place.fault("there is no such key; there is " + String.join(", ", known)));
    }

    private ConfigNode path(String other) {
        return new ConfigNode(faults, other, node);
    }

    /** The place below {@code key}, where it is given. */
    Optional<ConfigNode> at(String key) {
        return Optional.ofNullable(members.get(key));
    }

    /** The mapping below {@code key}; one without members when it is absent. */
    ConfigNode section(String key, Set<String> known) {
        return at(key).map(place -> place.mapping(known, Set.of())).orElseGet(() -> new ConfigNode(faults, path, node));
    }

    /** The members of a list below {@code key}; none when it is absent. */
    List<ConfigNode> list(String key) {
        return at(key).map(ConfigNode::members).orElse(List.of());
    }

    /** As {@link #list}; that there is no {@code what} at all is a fault. */
    List<ConfigNode> listOfSome(String key, String what) {
        if (lacks(key)) {
            fault(key, "is missing: there must be " + what);
        }
        var found = list(key);
        at(key).filter(place -> found.isEmpty() && place.node instanceof SequenceNode)
                .ifPresent(place -> place.fault("is empty: there must be " + what));
        return found;
    }

    private List<ConfigNode> members() {
        if (anchored()) {
            return List.of();
        }
        if (!(node instanceof SequenceNode list)) {
            fault("is a list");
            return List.of();
        }
        var found = new ArrayList<ConfigNode>();
        for (var member : list.getValue()) {
            found.add(new ConfigNode(faults, path + "[" + found.size() + "]", member));
        }
        return found;
    }

    /**
     * The value of {@code key}, or that it is missing.
     *
     * @param reading throws IllegalArgumentException with what the value is to be
     */
    <T> Optional<T> required(String key, Function<String, T> reading) {
        if (lacks(key)) {
            fault(key, "is missing");
        }
        return at(key).flatMap(place -> place.value(reading, Shown.PLAIN));
    }

    /** As {@link #required}, and never repeats the value. */
    <T> Optional<T> requiredSecret(String key, Function<String, T> reading) {
        if (lacks(key)) {
            fault(key, "is missing");
        }
        return at(key).flatMap(place -> place.value(reading, Shown.NEVER));
    }

    private boolean lacks(String key) {
        return !members.containsKey(key) && !mistyped.contains(key) && node instanceof MappingNode;
    }

    /** The value of {@code key} where it is given and right. */
    <T> Optional<T> optional(String key, Function<String, T> reading) {
        return at(key).flatMap(place -> place.value(reading, Shown.PLAIN));
    }

    /** As {@link #optional(String, Function)}, and never repeats the value. */
    <T> Optional<T> optionalSecret(String key, Function<String, T> reading) {
        return at(key).flatMap(place -> place.value(reading, Shown.NEVER));
    }

    /** This place as the header fields of one kind of viewer. */
    Optional<HeaderProfile> fields() {
        if (anchored() || !(node instanceof MappingNode mapping)) {
            fault("is a mapping of header fields to their values");
            return Optional.empty();
        }
        var fields = new HashMap<String, String>();
        for (var tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key && tuple.getValueNode() instanceof ScalarNode value) {
                fields.put(key.getValue(), value.getValue());
            }
        }
        try {
            return Optional.of(new HeaderProfile(fields));
        } catch (IllegalArgumentException wrong) {
            fault(String.valueOf(wrong.getMessage()));
            return Optional.empty();
        }
    }

    /** This place itself as one value, as the member of a list is. */
    <T> Optional<T> scalar(Function<String, T> reading) {
        return value(reading, Shown.PLAIN);
    }

    /** The place below {@code key}, or that it is missing. */
    Optional<ConfigNode> section(String key) {
        if (lacks(key)) {
            fault(key, "is missing");
        }
        return at(key);
    }

    /** Keys in the order in which they are told. */
    static Set<String> keys(String... names) {
        return new LinkedHashSet<>(List.of(names));
    }

    /** The value of {@code key} where it is given and right, else {@code otherwise}. */
    <T> T optional(String key, T otherwise, Function<String, T> reading) {
        return optional(key, reading).orElse(otherwise);
    }

    private enum Shown {
        PLAIN,
        NEVER
    }

    private <T> Optional<T> value(Function<String, T> reading, Shown shown) {
        if (anchored()) {
            return Optional.empty();
        }
        if (!(node instanceof ScalarNode scalar)) {
            fault("is a single value");
            return Optional.empty();
        }
        try {
            return Optional.of(reading.apply(scalar.getValue()));
        } catch (IllegalArgumentException wrong) {
            // An address that is wrong may still hold a password before its '@'.
            var repeated = shown == Shown.PLAIN && !scalar.getValue().contains("@");
            fault(wrong.getMessage() + (repeated ? ", not '" + shown(scalar.getValue()) + "'" : ""));
            return Optional.empty();
        }
    }

    // An alias would let a small file stand for a huge one, and nobody needs one here.
    private boolean anchored() {
        if (node.getAnchor().isPresent()) {
            fault("has an anchor (&" + node.getAnchor().get().getValue() + "); anchors are not supported here");
            return true;
        }
        return false;
    }

    /** Notes each of these places that names what an earlier one named. */
    static final class Once {
        private final String what;
        private final Set<Object> seen = new HashSet<>();

        Once(String what) {
            this.what = what;
        }

        void note(ConfigNode parent, String key, Object value) {
            if (!seen.add(value)) {
                parent.at(key).orElse(parent).fault("there is already " + what + " '" + value + "'");
            }
        }
    }

    void fault(String what) {
        faults.note(line(node), path, what);
    }

    private void fault(String key, String what) {
        faults.note(line(node), path.isEmpty() ? key : path + "." + key, what);
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    private static String shown(String value) {
        var oneLine = value.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
        return oneLine.length() <= LONGEST_SHOWN ? oneLine : oneLine.substring(0, LONGEST_SHOWN) + "…";
    }
}
