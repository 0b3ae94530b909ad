package dev.downshift.web.tasks;

import dev.downshift.core.intake.CallDetail;
import dev.downshift.core.intake.CallDetail.RedactedMessage;
import dev.downshift.core.intake.CallId;
import dev.downshift.engine.traces.Message;
import dev.downshift.web.shell.RedactedHtml;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call to be read like a conversation: its messages, the answer last. */
record ExampleCall(CallId id, List<Line> messages) {

    private static final int LONG = 900;

    /** A message as HTML. */
    record Line(String role, @Nullable String name, String html, boolean folded) {}

    static ExampleCall of(CallDetail call) {
        List<Line> lines = new ArrayList<>();
        call.prompt().forEach(message -> lines.add(line(message)));
        RedactedMessage response = call.response();
        if (response != null) {
            lines.add(line(response));
        }
        return new ExampleCall(call.stored().id(), lines);
    }

    private static Line line(RedactedMessage redacted) {
        Message message = redacted.message();
        StringBuilder html = new StringBuilder(RedactedHtml.text(redacted));
        int length = message.text().length();
        for (int index = 0; index < message.toolCalls().size(); index++) {
            Message.ToolCall call = message.toolCalls().get(index);
            html.append(html.isEmpty() ? "" : "\n").append(RedactedHtml.escaped(call.name())).append('(').append(RedactedHtml.arguments(redacted, index)).append(')');
            length += call.name().length() + call.arguments().length();
        }
        return new Line(message.role().name(), message.name(), html.toString(), length > LONG);
    }
}
