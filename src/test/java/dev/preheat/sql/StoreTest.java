package dev.preheat.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreTest {
    @Test
    void isAFile() {
        assertThat(Store.parse("sqlite:data/preheat.db")).isEqualTo(new Store.Sqlite(Path.of("data/preheat.db")));
    }

    @Test
    void isAServerOrSeveralOfWhichOneTakesWrites() {
        assertThat(Store.parse("postgresql://me:p%40ss%2Bword@db1:5432,[::1]:5433/preheat?sslmode=verify-full&a=b%3D"))
                .isEqualTo(new Store.Postgres(
                        "db1:5432,[::1]:5433",
                        "preheat",
                        new Store.Role("me", "p@ss+word"),
                        Map.of("sslmode", "verify-full", "a", "b=")));
    }

    @Test
    void isShownWithoutItsPassword() {
        var server = Store.parse("postgresql://me:s3cret@db/preheat?sslpassword=s3cret");
        assertThat(server).hasToString("postgresql://db/preheat");
        assertThat(((Store.Postgres) server).role()).hasToString("me");
    }

    @Test
    void isNothingElse() {
        for (var wrong : List.of(
                "",
                "sqlite:",
                "sqlite:\0",
                "data/preheat.db",
                "postgresql:",
                "postgresql://host/preheat",
                "postgresql://user@host/preheat",
                "postgresql://user:pass@host",
                "postgresql://user:pass@host/",
                "postgresql://user:pass@host:port/preheat",
                "postgresql://user:pass@host/preheat?sslmode",
                "postgresql://user:%zz@host/preheat",
                "jdbc:postgresql://user:pass@host/preheat",
                "mysql://user:pass@host/preheat")) {
            assertThatThrownBy(() -> Store.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("must be sqlite:PATH or postgresql://USER:PASSWORD@HOST:PORT/DATABASE");
        }
    }
}
