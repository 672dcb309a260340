package dev.preheat.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The texts that an edge of the tests is made of: our templates, and the snippets of docs/edges.md. */
final class Texts {
    private static final Pattern HEADING = Pattern.compile("(?m)^##+ (.*)$");
    private static final Pattern SNIPPET = Pattern.compile("(?ms)^```\\w*\n(.*?)^```$");
    private static final Path EDGES_DOC = Path.of("docs/edges.md");

    private Texts() {}

    /** The text of {@code src/test/resources/edges/} + name. */
    static String resource(String name) {
        try (var in = Texts.class.getResourceAsStream("/edges/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no test resource /edges/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The first snippet below a heading of docs/edges.md: what a reader copies is what is tested. */
    static String snippet(String heading) {
        return snippets(heading).getFirst();
    }

    /** The snippets below a heading of docs/edges.md and above the next one; at least one. */
    static List<String> snippets(String heading) {
        var found = SNIPPET.matcher(section(heading))
                .results()
                .map(snippet -> snippet.group(1))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalStateException(EDGES_DOC + " has no snippet under " + heading);
        }
        return found;
    }

    /** {@code text} with its only {@code from} replaced. */
    static String replaceOnce(String text, String from, String to) {
        int at = text.indexOf(from);
        if (at < 0 || text.indexOf(from, at + 1) >= 0) {
            throw new IllegalStateException("not exactly once in the configuration: " + from);
        }
        return text.substring(0, at) + to + text.substring(at + from.length());
    }

    /** {@code text} with each {@code from} replaced, of which there is one at least. */
    static String replaceEvery(String text, String from, String to) {
        if (!text.contains(from)) {
            throw new IllegalStateException("not in the configuration: " + from);
        }
        return text.replace(from, to);
    }

    private static String section(String heading) {
        var page = page();
        var headings = HEADING.matcher(page).results().toList();
        for (int i = 0; i < headings.size(); i++) {
            if (headings.get(i).group(1).equals(heading)) {
                return page.substring(headings.get(i).end(), start(headings, i + 1, page));
            }
        }
        throw new IllegalStateException(EDGES_DOC + " has no heading " + heading);
    }

    private static int start(List<MatchResult> headings, int nth, String page) {
        return nth < headings.size() ? headings.get(nth).start() : page.length();
    }

    private static String page() {
        try {
            return Files.readString(EDGES_DOC);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
