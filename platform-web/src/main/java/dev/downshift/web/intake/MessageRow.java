package dev.downshift.web.intake;

import dev.downshift.core.intake.CallDetail.RedactedMessage;
import dev.downshift.core.intake.CallDetail.Replacement;
import dev.downshift.engine.traces.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

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
            Message.ToolCall call = message.toolCalls().get(index);
            toolCalls.add(new ToolCallRow(call.name(), html(call.arguments(), redacted.replacements(), "/tool_calls/" + index + "/function/arguments")));
        }
        return new MessageRow(message.role().name(), message.name(), html(message.text(), redacted.replacements(), "/content"),
                message.text().length() > LONG, toolCalls,
                message.attachments().stream().map(attachment -> attachment.kind() + " " + attachment.reference()).toList());
    }

    private static String html(String text, List<Replacement> replacements, String pointer) {
        StringBuilder html = new StringBuilder(text.length() + 64);
        int from = 0;
        for (Replacement part : replacements.stream().filter(part -> part.pointer().equals(pointer)).sorted(Comparator.comparingInt(Replacement::start)).toList()) {
            if (part.start() < from || part.end() > text.length()) {
                continue;
            }
            String type = HtmlUtils.htmlEscape(part.type());
            html.append(HtmlUtils.htmlEscape(text.substring(from, part.start()))).append("<span class=\"chip\" title=\"").append(type).append("\">")
                    .append(HtmlUtils.htmlEscape(text.substring(part.start(), part.end()))).append("<span class=\"visually-hidden\"> (").append(type)
                    .append(")</span></span>");
            from = part.end();
        }
        return html.append(HtmlUtils.htmlEscape(text.substring(from))).toString();
    }
}
