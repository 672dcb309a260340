package dev.preheat.mistake;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the name that somebody most likely meant.
 *
 * <p>By the edits that lead from one to the other (Damerau and Levenshtein: a letter too many, too few, another one, two
 * swapped). Picocli's own likeness compares pairs of letters and calls `qouta` nearer to `task` than to `quota`.
 */
public final class Nearest {
    private static final int LETTERS_OF_AN_EDIT = 3;
    private static final int MOST_EDITS = 3;

    private Nearest() {}

    /** The likeliest of {@code names}; empty where none is like it: more than one letter in three is another. */
    public static Optional<String> of(String typed, Collection<String> names) {
        int most = Math.min(MOST_EDITS, Math.max(1, typed.length() / LETTERS_OF_AN_EDIT));
        return names.stream()
                .filter(name -> edits(plain(typed), plain(name)) <= most)
                .min(Comparator.comparingInt(name -> edits(plain(typed), plain(name))));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static int edits(String from, String to) {
        if (Math.abs(from.length() - to.length()) > MOST_EDITS) {
            return MOST_EDITS + 1;
        }
        var edits = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : least(edits, from, to, new int[] {i, j});
            }
        }
        return edits[from.length()][to.length()];
    }

    private static int least(int[][] edits, String from, String to, int... at) {
        int i = at[0];
        int j = at[1];
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int least = Math.min(edits[i - 1][j - 1] + (same ? 0 : 1), Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
    }
}
