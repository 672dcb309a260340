package dev.preheat.api;

import dev.preheat.signing.RequestSignature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A golden case: requests and the answers they get, each section between lines of {@code ---}.
 *
 * <p>It begins with {@code #} lines: its source, then settings of {@link WireFixture}. The body's length is added to a
 * request; {@code <<signed by AK>>} becomes a signature over all of the head ({@code <<signed by AK but
 * for Name>>}: without that field), {@code <<9 times x>>} is said. In an answer
 * {@code <<name>>} stands for 32 hex digits, the same ones each time, in later requests too; {@code <<token>>} for a
 * token. {@code <<token of AK at TIME>>} is one that the holder of that key got then.
 */
record WireCase(String name, List<String> comments, List<Exchange> exchanges) {
    private static final Path FOLDER = Path.of("src/test/resources/wire");
    private static final Pattern SIGNER = Pattern.compile("<<signed by (\\w+)(?: but for ([\\w-]+))?>>");
    private static final Pattern PLACEHOLDER = Pattern.compile("<<(\\w+)>>");
    private static final Pattern TOKEN = Pattern.compile("<<token of (\\w+) at ([^>]+)>>");
    private static final Pattern REPEATED = Pattern.compile("<<(\\d+) times (.)>>");
    private static final Pattern CHANGING = Pattern.compile("^(PUT |DELETE |POST /v3/|POST \\S+/status/)");
    private static final List<String> UNSIGNED =
            List.of("authorization", "content-length", "transfer-encoding", "connection");

    record Exchange(String request, String answer) {}

    static List<WireCase> all() {
        try (var files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".http"))
                    .sorted()
                    .map(WireCase::read)
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static WireCase read(Path file) {
        try {
            var sections = new ArrayList<>(List.of(
                    Files.readString(file, StandardCharsets.ISO_8859_1).strip().split("\n---\n", -1)));
            var comments = sections.removeFirst().lines().toList();
            var exchanges = new ArrayList<Exchange>();
            for (int i = 0; i + 1 < sections.size(); i += 2) {
                exchanges.add(new Exchange(sections.get(i), sections.get(i + 1)));
            }
            return new WireCase(FOLDER.relativize(file).toString(), comments, exchanges);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Whether it leaves the fixture as it found it, so that others may use the same one. */
    boolean isHarmless() {
        return settings().isEmpty() && exchanges.stream().map(Exchange::request).noneMatch(CHANGING.asPredicate());
    }

    Map<String, String> settings() {
        return comments.stream()
                .skip(1)
                .map(line -> line.substring(1).strip().split(": ", 2))
                .filter(setting -> setting.length == 2)
                .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1]));
    }

    @Override
    public String toString() {
        return name;
    }

    /** The bytes of a request, what was learnt from earlier answers filled in. */
    static String bytes(Exchange exchange, Map<String, String> learnt) {
        var text = REPEATED.matcher(exchange.request())
                .replaceAll(times -> times.group(2).repeat(Integer.parseInt(times.group(1))));
        text = TOKEN.matcher(text)
                .replaceAll(token -> WireFixture.token(token.group(1), Instant.parse(token.group(2))));
        for (var word : learnt.entrySet()) {
            text = text.replace("<<" + word.getKey() + ">>", word.getValue());
        }
        int gap = text.indexOf("\n\n");
        var head = gap < 0 ? text : text.substring(0, gap);
        var body = gap < 0 ? "" : text.substring(gap + 2);
        return framed(signed(head, body), body);
    }

    private static String framed(String head, String body) {
        var wire = head.replace("\n", "\r\n") + "\r\n";
        if (head.toLowerCase(Locale.ROOT).contains("\ntransfer-encoding: chunked")) {
            return wire + "\r\n" + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
        }
        return wire + (body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n") + "\r\n" + body;
    }

    private static String signed(String head, String body) {
        var signer = SIGNER.matcher(head);
        if (!signer.find()) {
            return head;
        }
        var line = head.lines().findFirst().orElseThrow().split(" ", -1);
        var target = line[1].split("\\?", 2);
        var fields = new TreeMap<String, String>();
        head.lines()
                .skip(1)
                .map(field -> field.split(": ", 2))
                .forEach(field -> fields.put(field[0].toLowerCase(Locale.ROOT), field[1]));
        fields.keySet().removeAll(UNSIGNED);
        Optional.ofNullable(signer.group(2))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .ifPresent(fields::remove);
        return signer.replaceFirst(RequestSignature.authorization(
                signer.group(1),
                WireFixture.SECRET,
                line[0],
                target[0],
                target.length < 2 ? "" : target[1],
                fields,
                body.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Status line, header fields in order of their names but for the date, body: fields have no order of their own. */
    static String sorted(String answer) {
        var parts = answer.replace("\r\n", "\n").split("\n\n", 2);
        var fields = Arrays.stream(parts[0].split("\n"))
                .skip(1)
                .filter(field -> !field.startsWith("Date: "))
                .sorted()
                .collect(Collectors.joining("\n"));
        return parts[0].lines().findFirst().orElse("") + "\n" + fields + "\n\n"
                + (parts.length < 2 ? "" : parts[1].stripTrailing());
    }

    /** What {@link #sorted} must give, as a pattern with a group for each placeholder. */
    static Pattern expected(Exchange exchange) {
        var seen = new ArrayList<String>();
        var pattern = new StringBuilder();
        var text = sorted(exchange.answer());
        var placeholder = PLACEHOLDER.matcher(text);
        int end = 0;
        while (placeholder.find()) {
            var group = placeholder.group(1).replace("_", "");
            pattern.append(Pattern.quote(text.substring(end, placeholder.start())));
            pattern.append(seen.contains(group) ? "\\k<" + group + ">" : "(?<" + group + ">" + shape(group) + ")");
            seen.add(group);
            end = placeholder.end();
        }
        return Pattern.compile(pattern + Pattern.quote(text.substring(end)));
    }

    private static String shape(String placeholder) {
        return placeholder.equals("token") ? "[A-Za-z0-9_-]{100,400}" : "[0-9a-f]{32}";
    }
}
