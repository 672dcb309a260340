package dev.preheat.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.preheat.TaskId;
import dev.preheat.tenancy.ProjectId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for the end of a page, and what is not. */
class PageMarkTest {
    private static final TaskId TASK = new TaskId("019ac008e6000000d7b767d225f5ecbc");
    private static final PageMark MARK = mark("p1", "failed");

    @Test
    void whatWasWrittenIsRead() {
        assertThat(MARK.read(MARK.write(TASK))).contains(TASK);
    }

    @Test
    void aMarkOfAnotherProjectOrOfOtherFiltersIsNone() {
        assertThat(mark("p2", "failed").read(MARK.write(TASK))).isEmpty();
        assertThat(mark("p1", "").read(MARK.write(TASK))).isEmpty();
    }

    @Test
    void aMarkWithOneCharacterChangedIsNone() {
        var written = MARK.write(TASK);
        for (int i = 0; i < written.length(); i++) {
            var other = written.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(MARK.read(written.substring(0, i) + other + written.substring(i + 1)))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "=", "%", "019ac008e6000000d7b767d225f5ecbc", "AZrACOYAAADXt2fSJfXsvAAAAAAAAA=="})
    void whatWasNeverWrittenIsNone(String text) {
        assertThat(MARK.read(text)).isEmpty();
    }

    private static PageMark mark(String project, String filter) {
        return new PageMark(new ProjectId(project), List.of(filter));
    }
}
