package dev.downshift.web.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.intake.CallDetail.RedactedMessage;
import dev.downshift.core.intake.CallDetail.Replacement;
import dev.downshift.engine.traces.Message;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactedHtmlTest {

    private static final Message MESSAGE = new Message(Message.Role.ASSISTANT, null, "<b> Ann Lee & co", List.of(new Message.ToolCall("c1", "send", "{\"to\":\"Ann Lee\"}")),
            null, List.of());

    @Test
    void aReplacedPartIsAChipWhoseTypeIsReadAloud() {
        assertThat(RedactedHtml.text(redacted(new Replacement("/content", 4, 11, "PERSON"))))
                .isEqualTo("&lt;b&gt; <span class=\"chip\" title=\"PERSON\">Ann Lee<span class=\"visually-hidden\"> (PERSON)</span></span> &amp; co");
    }

    @Test
    void aReplacedPartOfAToolCallIsOneToo() {
        assertThat(RedactedHtml.arguments(redacted(new Replacement("/tool_calls/0/function/arguments", 7, 14, "PERSON")), 0))
                .isEqualTo("{&quot;to&quot;:&quot;<span class=\"chip\" title=\"PERSON\">Ann Lee<span class=\"visually-hidden\"> (PERSON)</span></span>&quot;}");
    }

    @Test
    void partsThatOverlapOrLieOutsideAreLeftUnmarked() {
        assertThat(RedactedHtml.text(redacted(new Replacement("/content", 4, 7, "PERSON"), new Replacement("/content", 5, 11, "PERSON"), new Replacement("/content", 12, 99, "URL"))))
                .containsOnlyOnce("class=\"chip\"").endsWith(" Lee &amp; co");
    }

    private static RedactedMessage redacted(Replacement... replacements) {
        return new RedactedMessage(MESSAGE, List.of(replacements));
    }
}
