import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What stands behind a benchmark's name. What is not given is as usual, or with {@code --smallest} as small as it can be. */
final class Options {
    private static final String SMALLEST = "--smallest";

    private final Map<String, String> given = new TreeMap<>();
    private final Set<String> known = new TreeSet<>(Set.of(SMALLEST));

    private Options() {}

    /** @param from where they begin in {@code args} */
    static Options of(String[] args, int from) {
        var options = new Options();
        for (int at = from; at < args.length; at++) {
            boolean value = at + 1 < args.length && !args[at + 1].startsWith("--");
            options.given.put(args[at], value ? args[at + 1] : "");
            at += value ? 1 : 0;
        }
        return options;
    }

    boolean has(String name) {
        known.add(name);
        return given.containsKey(name);
    }

    String text(String name, String usual, String smallest) {
        return has(name) ? given.get(name) : given.containsKey(SMALLEST) ? smallest : usual;
    }

    int number(String name, int usual, int smallest) {
        var text = text(name, "" + usual, "" + smallest);
        if (!text.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException(name + " must be a whole number, but is \"" + text + "\"");
        }
        return Integer.parseInt(text);
    }

    int[] numbers(String name, String usual, String smallest) {
        return Arrays.stream(text(name, usual, smallest).split(",")).mapToInt(Integer::parseInt).toArray();
    }

    /** To be called when all were read: one that nobody knows would measure something else than was meant. */
    void checked() {
        var unknown = new TreeSet<>(given.keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown: " + unknown + "; there are " + known);
        }
    }
}
