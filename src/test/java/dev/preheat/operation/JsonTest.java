package dev.preheat.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    record Wanted(
            @Nullable String assetId,
            @Nullable List<@Nullable String> urls,
            @Nullable Boolean published) {}

    record Shown(String zeta, Optional<String> mid, Optional<String> absent, int alphaCount) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"a\"",
                "\"\"",
                "1",
                "true",
                "{",
                "{}}",
                "{}{}",
                "{} x",
                "{\"asset_id\":\"a\",}",
                "{'asset_id':'a'}",
                "{asset_id:\"a\"}",
                "{\"asset_id\":\"a\nb\"}",
                "{\"asset_id\":\"\\x\"}",
                "{\"asset_id\":\"a\",\"asset_id\":\"a\"}",
                "{\"other\":{\"a\":1,\"a\":2}}",
                "{/*a*/}",
                "{\"other\":NaN}",
                "{\"other\":01}",
                "\ufeff{}",
                "{\"urls\":[\"a\",[\"b\"]]}",
                "{\"urls\":[[\"a\"],\"b\"],\"asset_id\":\"c\"}"
            })
    void refusesTheBody(String body) {
        assertThat(field(body.getBytes(StandardCharsets.UTF_8))).isEqualTo("body");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"asset_id\":1}             | asset_id",
                "{\"asset_id\":1.5}           | asset_id",
                "{\"asset_id\":true}          | asset_id",
                "{\"asset_id\":{}}            | asset_id",
                "{\"asset_id\":[\"a\"]}       | asset_id",
                "{\"urls\":\"a\"}             | urls",
                "{\"urls\":\"\"}              | urls",
                "{\"urls\":{}}                | urls",
                "{\"urls\":[1]}               | urls",
                "{\"published\":\"true\"}     | published",
                "{\"published\":\"\"}         | published",
                "{\"published\":1}            | published"
            })
    void namesTheMemberOfAWrongType(String body, String field) {
        assertThat(field(body.getBytes(StandardCharsets.UTF_8))).isEqualTo(field);
    }

    @Test
    void refusesWhatIsNotUtf8() {
        assertThat(field("{\"asset_id\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("body");
        assertThat(field("{}".getBytes(StandardCharsets.UTF_16))).isEqualTo("body");
        assertThat(field("{}".getBytes(StandardCharsets.UTF_16LE))).isEqualTo("body");
        var overlong = new byte[] {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'};
        assertThat(field(overlong)).isEqualTo("body");
    }

    @Test
    void hasSixteenLevelsAtMost() {
        assertThat(field(nested(15))).isEmpty();
        assertThat(field(nested(16))).isEqualTo("body");
        assertThat(field(nested(30_000))).isEqualTo("body");
    }

    @Test
    void limitsNumbersAndNames() {
        assertThat(field(("{\"x\":" + "1".repeat(65) + "}").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("body");
        assertThat(field(("{\"" + "x".repeat(1_000) + "\":1}").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("body");
    }

    @Test
    void ignoresUnknownMembersAndTakesNullAsAbsent() {
        var read = Json.read(
                "{\"asset_id\":null,\"assetId\":\"x\",\"ASSET_ID\":\"y\",\"more\":[1]}"
                        .getBytes(StandardCharsets.UTF_8),
                Wanted.class);
        assertThat(read).isEqualTo(new Parsed.Legal<>(new Wanted(null, null, null)));
    }

    @Test
    void writesMembersInOrderAndLeavesOutWhatIsAbsent() {
        var answer = Json.response(202, new Shown("é\u2028", Optional.of("m"), Optional.empty(), 1));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.headers().first("Content-Type")).contains("application/json");
        assertThat(answer.body())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"zeta\":\"é\u2028\",\"mid\":\"m\",\"alpha_count\":1}");
    }

    private static byte[] nested(int levels) {
        return ("{\"x\":" + "[".repeat(levels) + "]".repeat(levels) + "}").getBytes(StandardCharsets.UTF_8);
    }

    private static String field(byte[] body) {
        return switch (Json.read(body, Wanted.class)) {
            case Parsed.Illegal<Wanted>(var field) -> field;
            case Parsed.Legal<Wanted> _ -> "";
        };
    }
}
