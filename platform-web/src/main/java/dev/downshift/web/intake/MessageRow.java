package dev.downshift.web.intake;

import dev.downshift.core.intake.CallDetail.RedactedMessage;
import dev.downshift.engine.traces.Message;
import dev.downshift.web.shell.RedactedHtml;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as the page shows it.
 *
 * @param html the text, escaped, with each replaced part marked by its type
 * @param folded whether it is so long that it starts folded
 */
public record MessageRow(String role, @Nullable String name, String html, boolean folded, List<ToolCallRow> toolCalls, List<String> attachments) {

    private static final int LONG = 1_500;

    /** A tool call, its arguments as {@link MessageRow#html}. */
    public record ToolCallRow(String name, String html) {}

    static MessageRow of(RedactedMessage redacted) {
        Message message = redacted.message();
        List<ToolCallRow> toolCalls = new ArrayList<>();
        for (int index = 0; index < message.toolCalls().size(); index++) {
            toolCalls.add(new ToolCallRow(message.toolCalls().get(index).name(), RedactedHtml.arguments(redacted, index)));
        }
        return new MessageRow(message.role().name(), message.name(), RedactedHtml.text(redacted),
                message.text().length() > LONG, toolCalls,
                message.attachments().stream().map(attachment -> attachment.kind() + " " + attachment.reference()).toList());
    }
}
