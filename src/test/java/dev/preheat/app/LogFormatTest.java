package dev.preheat.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.status.Status;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What a line of the log looks like, by the configuration in the jar. */
class LogFormatTest {
    private static final Map<String, String> BOTH = Map.of("request", "8f0c", "task", "01a2");

    @Test
    void aLineNamesTheRequestAndTheTaskThatItIsAbout() throws Exception {
        assertThat(line("text", "dev.preheat.fill.Walk", BOTH))
                .isEqualTo("2026-11-23T10:00:00.000Z INFO  Walk request=8f0c task=01a2 it went\n");
        assertThat(line("text", "dev.preheat.fill.Walk", Map.of("task", "01a2")))
                .isEqualTo("2026-11-23T10:00:00.000Z INFO  Walk task=01a2 it went\n");
        assertThat(line("text", "dev.preheat.fill.Walk", Map.of()))
                .isEqualTo("2026-11-23T10:00:00.000Z INFO  Walk it went\n");
    }

    @Test
    void anAuditLineHasItsRequestOfItsOwn() throws Exception {
        assertThat(line("text", "audit", BOTH)).isEqualTo("2026-11-23T10:00:00.000Z INFO  audit it went task=01a2\n");
    }

    @Test
    void whatAPeerSentNeitherSteersATerminalNorBeginsALine() throws Exception {
        var sent = "a\nb\rc\u001b[2J\u009b2J\u202ed\u2028e";
        assertThat(line("text", "dev.preheat.fill.Walk", Map.of(), sent))
                .isEqualTo("2026-11-23T10:00:00.000Z INFO  Walk it a?b?c?[2J?2J?d?e\n");
        assertThat(line("text", "audit", Map.of(), sent))
                .isEqualTo("2026-11-23T10:00:00.000Z INFO  audit it a?b?c?[2J?2J?d?e\n");
    }

    @Test
    void aStackTraceStaysOneAndSteersNothing() throws Exception {
        var lines = line("text", "dev.preheat.fill.Walk", Map.of(), new IllegalStateException("a\u001b[2J"));
        assertThat(lines)
                .startsWith("2026-11-23T10:00:00.000Z INFO  Walk it {}\njava.lang.IllegalStateException: a?[2J\n\tat ")
                .endsWith("\n");
    }

    @Test
    void jsonHasTheSame() throws Exception {
        for (var logger : new String[] {"dev.preheat.fill.Walk", "audit"}) {
            var line = line("json", logger, BOTH);
            assertThat(line).endsWith("}\n").doesNotContain("\n{");
            var event = JsonMapper.shared().readTree(line);
            assertThat(event.path("level").asString()).isEqualTo("INFO");
            assertThat(event.path("loggerName").asString()).isEqualTo(logger);
            assertThat(event.path("mdc").path("request").asString()).isEqualTo("8f0c");
            assertThat(event.path("mdc").path("task").asString()).isEqualTo("01a2");
            assertThat(event.path("formattedMessage").asString()).isEqualTo("it went");
        }
    }

    private static String line(String format, String name, Map<String, String> about) throws Exception {
        return line(format, name, about, "went");
    }

    private static String line(String format, String name, Map<String, String> about, Object went) throws Exception {
        var context = new LoggerContext();
        context.putProperty("PREHEAT_LOG", format);
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogFormatTest.class.getResource("/logback.xml"));
        assertThat(context.getStatusManager().getCopyOfStatusList())
                .noneMatch(status -> status.getLevel() > Status.INFO);
        var owner = context.getLogger(name.equals("audit") ? name : "ROOT");
        var appender = (ConsoleAppender<ILoggingEvent>) owner.getAppender(name.equals("audit") ? "audit" : "stderr");
        var event = new LoggingEvent("", context.getLogger(name), Level.INFO, "it {}", null, new Object[] {went});
        event.setInstant(Instant.parse("2026-11-23T10:00:00Z"));
        event.setMDCPropertyMap(about);
        return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
    }
}
