package dev.preheat.tenancy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A policy for users: statements that allow or deny actions.
 *
 * <p>Limits: 1 to 8 statements. Source: the vendor's IAM policy grammar, version 1.1, 2023-02, and VOD's system policies
 * (productdesc-vod/vod030006), 2025-11.
 */
public record Policy(String name, List<Statement> statements) {
    public static final int MOST_STATEMENTS = 8;
    public static final int MOST_ACTIONS = 100;
    public static final int LONGEST_ACTION = 128;

    private static final List<Policy> SYSTEM = List.of(
            allowing("VOD FullAccess", "vod:*:*", "preheat:*:*"),
            allowing("VOD ReadOnlyAccess", "vod:*:get*", "vod:*:list*", "preheat:*:get*", "preheat:*:list*"),
            allowing("VOD CommonOperations", "vod:asset:*", "preheat:asset:*"));

    public Policy {
        statements = List.copyOf(statements);
        if (statements.isEmpty() || statements.size() > MOST_STATEMENTS) {
            throw new IllegalArgumentException("a policy must have 1 to " + MOST_STATEMENTS + " statements");
        }
    }

    /** The effect of a statement on the actions it is about. */
    public enum Effect {
        ALLOW,
        DENY
    }

    /** The actions a statement is about: those listed, or all others. */
    public enum About {
        ACTION,
        NOT_ACTION
    }

    /**
     * One effect on many actions.
     *
     * @param actions 1 to 100 of up to 128 characters; {@code *} stands for any characters, none too, and case does not
     *     matter
     */
    public record Statement(Effect effect, About about, List<String> actions) {
        public Statement {
            actions = List.copyOf(actions);
            if (actions.isEmpty() || actions.size() > MOST_ACTIONS) {
                throw new IllegalArgumentException("a statement must have 1 to " + MOST_ACTIONS + " actions");
            }
        }

        boolean isAbout(String action) {
            var listed = actions.stream().anyMatch(pattern -> matches(pattern, action));
            return listed == (about == About.ACTION);
        }
    }

    /** The vendor's own policy of this name. */
    public static Optional<Policy> system(String name) {
        return SYSTEM.stream().filter(policy -> policy.name().equals(name)).findFirst();
    }

    /** True if these policies together allow {@code action}: a denial wins, and what none allows is denied. */
    static boolean allow(List<Policy> policies, String action) {
        var effects = policies.stream()
                .flatMap(policy -> policy.statements().stream())
                .filter(statement -> statement.isAbout(action))
                .map(Statement::effect)
                .distinct()
                .toList();
        return effects.contains(Effect.ALLOW) && !effects.contains(Effect.DENY);
    }

    private static Policy allowing(String name, String... actions) {
        return new Policy(name, List.of(new Statement(Effect.ALLOW, About.ACTION, List.of(actions))));
    }

    // No regular expression: with many stars one can take for ever. Only the last star is ever gone back to.
    private static boolean matches(String pattern, String action) {
        var wanted = pattern.toLowerCase(Locale.ROOT);
        var given = action.toLowerCase(Locale.ROOT);
        int star = -1;
        int resume = 0;
        int at = 0;
        for (int i = 0; i < given.length(); ) {
            if (at < wanted.length() && wanted.charAt(at) == '*') {
                star = at++;
                resume = i;
            } else if (at < wanted.length() && wanted.charAt(at) == given.charAt(i)) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++resume;
            } else {
                return false;
            }
        }
        return wanted.substring(at).chars().allMatch(rest -> rest == '*');
    }
}
