package dev.preheat.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The texts that an edge of the tests is made of: our templates, and the snippets of docs/edges.md. */
final class Texts {
    private static final Pattern SNIPPET = Pattern.compile("(?ms)^```nginx\n(.*?)^```$");
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

    /** The nth nginx snippet of docs/edges.md, from 0: what a reader copies is what is tested. */
    static String snippet(int nth) {
        try {
            return SNIPPET.matcher(Files.readString(EDGES_DOC))
                    .results()
                    .skip(nth)
                    .findFirst()
                    .map(found -> found.group(1))
                    .orElseThrow(() -> new IllegalStateException(EDGES_DOC + " has no nginx snippet " + nth));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** {@code text} with its only {@code from} replaced. */
    static String replaceOnce(String text, String from, String to) {
        int at = text.indexOf(from);
        if (at < 0 || text.indexOf(from, at + 1) >= 0) {
            throw new IllegalStateException("not exactly once in the configuration: " + from);
        }
        return text.substring(0, at) + to + text.substring(at + from.length());
    }
}
