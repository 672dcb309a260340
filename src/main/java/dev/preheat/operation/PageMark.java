package dev.preheat.operation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.preheat.encoding.Sha256;
import dev.preheat.preheat.TaskId;
import dev.preheat.tenancy.ProjectId;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The end of a page of tasks, which clients hand back for the next page: an id and a check that it belongs to this list.
 *
 * <p>The check is no secret: it catches marks that were copied wrongly or come from another list. A client that forges one
 * still sees only the tasks of its own project.
 *
 * @param filters the values that chose the list
 */
public record PageMark(ProjectId project, List<String> filters) {
    private static final int ID = 16;
    private static final int CHECK = 6;

    public PageMark {
        filters = List.copyOf(filters);
    }

    public String write(TaskId last) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(HexFormat.of().parseHex(last.value()));
        bytes.writeBytes(check(last));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /** The last id of the previous page; empty for a text that {@link #write} did not write for this list. */
    public Optional<TaskId> read(String text) {
        try {
            var bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length != ID + CHECK) {
                return Optional.empty();
            }
            var last = new TaskId(HexFormat.of().formatHex(bytes, 0, ID));
            return Optional.of(last).filter(id -> write(id).equals(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private byte[] check(TaskId last) {
        var all = project + "\n" + last + "\n" + String.join("\n", filters);
        return Arrays.copyOf(Sha256.of(all.getBytes(UTF_8)), CHECK);
    }
}
