package dev.preheat.config;

import dev.preheat.tenancy.Policy;
import dev.preheat.tenancy.Policy.About;
import dev.preheat.tenancy.Policy.Effect;
import dev.preheat.tenancy.Policy.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a policy's document, version 1.1 of the vendor's grammar, without resources and conditions.
 *
 * <p>Limits (the vendor's IAM API reference, IAM.1020 to IAM.1060, 2023-02): 6,144 characters as JSON without blanks, 1 to
 * 8 statements, 1 to 100 actions of up to 128 characters.
 */
final class PolicyReader {
    private static final int LONGEST = 6_144;
    private static final Pattern ACTION = Pattern.compile("[A-Za-z0-9*:_-]{1," + Policy.LONGEST_ACTION + "}");

    private PolicyReader() {}

    /** The policy below {@code document}; empty when anything is wrong, which is then noted. */
    static Optional<Policy> read(Cursor policy, String name) {
        var document = policy.needed("document");
        if (document.isEmpty()) {
            return Optional.empty();
        }
        var top = document.get().mapping("Version", "Statement");
        top.required("Version", PolicyReader::version);
        var places = top.listOfSome("Statement", "a statement", Policy.MOST_STATEMENTS);
        var statements = new ArrayList<Statement>();
        places.forEach(place -> statement(place).ifPresent(statements::add));
        if (length(statements) > LONGEST) {
            top.fault("must have at most " + LONGEST + " characters");
        }
        return statements.isEmpty() ? Optional.empty() : Optional.of(new Policy(name, statements));
    }

    private static Optional<Statement> statement(Cursor place) {
        // Ignored, a Resource or a Condition would make the statement say more than its author meant.
        place.mapping("Effect", "Action", "NotAction");
        var effect = place.required("Effect", PolicyReader::effect);
        var about = place.at("NotAction").isPresent() ? About.NOT_ACTION : About.ACTION;
        if (about == About.NOT_ACTION && place.at("Action").isPresent()) {
            place.fault("must have Action or NotAction, but has both");
        }
        var actions = actions(place, about == About.ACTION ? "Action" : "NotAction");
        return actions.isEmpty() ? Optional.empty() : effect.map(known -> new Statement(known, about, actions));
    }

    private static List<String> actions(Cursor statement, String key) {
        return statement.listOfSome(key, "an action", Policy.MOST_ACTIONS).stream()
                .map(place -> place.scalar(PolicyReader::action))
                .flatMap(Optional::stream)
                .toList();
    }

    private static int length(List<Statement> statements) {
        int length = "{\"Version\":\"1.1\",\"Statement\":[]}".length();
        for (var one : statements) {
            var frame = "{\"Effect\":\"\",\"\":[]},";
            length += frame.length()
                    + one.effect().name().length()
                    + (one.about() == About.ACTION ? "Action" : "NotAction").length()
                    + one.actions().stream()
                            .mapToInt(action -> action.length() + 3)
                            .sum();
        }
        return length;
    }

    private static String version(String text) {
        if (!text.equals("1.1")) {
            throw new IllegalArgumentException("must be \"1.1\"");
        }
        return text;
    }

    private static Effect effect(String text) {
        return switch (text) {
            case "Allow" -> Effect.ALLOW;
            case "Deny" -> Effect.DENY;
            default -> throw new IllegalArgumentException("must be Allow or Deny");
        };
    }

    private static String action(String text) {
        if (!ACTION.matcher(text).matches()) {
            throw new IllegalArgumentException("must be up to " + Policy.LONGEST_ACTION
                    + " of A-Z a-z 0-9 : _ - *, such as vod:asset:preheat or vod:*:get*");
        }
        return text;
    }
}
