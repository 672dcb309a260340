package dev.preheat.preheat;

import dev.preheat.sql.Row;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** A row of the table {@code fill}, read. */
public final class FillRow {
    private FillRow() {}

    public static FillRecord record(Row row) throws SQLException {
        return new FillRecord(
                row.text("url"),
                new EdgeName(row.text("edge")),
                FillState.ofCode(row.integer("state")),
                row.integer("attempt"),
                row.instant("due_at"),
                progress(row),
                proof(row),
                failure(row));
    }

    private static Progress progress(Row row) throws SQLException {
        return new Progress(
                row.integer("objects_done"),
                row.integer("objects_known"),
                row.number("bytes_done"),
                row.number("bytes_received"),
                new Progress.Play(
                        row.integer("seconds_done"),
                        row.integer("seconds_known"),
                        row.optionalInstant("first_seconds_at"),
                        row.integer("live") == 1),
                new Progress.Omitted(
                        row.integer("objects_skipped"), row.integer("objects_left_out"), row.optionalText("omitted")));
    }

    private static Optional<Proof> proof(Row row) throws SQLException {
        var kind = row.optionalText("proof");
        return kind.isEmpty()
                ? Optional.empty()
                : Optional.of(new Proof(
                        Proof.Kind.of(kind.get()),
                        row.instant("proved_at"),
                        row.optionalInstant("fresh_until"),
                        copy(row)));
    }

    private static Proof.Copy copy(Row row) throws SQLException {
        return new Proof.Copy(
                row.optionalText("proof_etag"),
                row.optionalNumber("proof_length"),
                row.optionalNumber("proof_age").map(Duration::ofSeconds));
    }

    private static Optional<FillRecord.Failure> failure(Row row) throws SQLException {
        var kind = row.optionalText("failure");
        return kind.isEmpty()
                ? Optional.empty()
                : Optional.of(new FillRecord.Failure(FailureClass.of(kind.get()), row.text("reason")));
    }
}
