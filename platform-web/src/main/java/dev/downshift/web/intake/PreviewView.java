package dev.downshift.web.intake;

import dev.downshift.core.intake.CallDetail.RedactedMessage;
import dev.downshift.core.intake.UploadPreview;
import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.Message;
import dev.downshift.engine.traces.RejectedRecord;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a file was recognised as, as the page shows it.
 *
 * @param container like {@code gzip, JSON lines}
 * @param format what people call it; null where no record could be read
 * @param calls the first few
 * @param rejected why the first few records cannot be read
 */
public record PreviewView(String container, @Nullable String format, List<CallRow> calls, List<RejectedRecord> rejected) {

    private static final int MESSAGES = 4;

    /**
     * A call.
     *
     * @param model null where the file names none
     * @param before how many messages of the prompt come before those that are shown
     * @param messages the end of the prompt, and the answer
     */
    public record CallRow(@Nullable String model, int before, List<MessageRow> messages) {}

    static PreviewView of(UploadPreview preview) {
        return new PreviewView(String.join(", ", preview.container()), preview.format() == null ? null : preview.format().label(),
                preview.calls().stream().map(PreviewView::row).toList(), preview.rejected());
    }

    private static CallRow row(LlmCall call) {
        int before = Math.max(0, call.messages().size() - MESSAGES);
        Stream<Message> shown = Stream.concat(call.messages().stream().skip(before), Stream.ofNullable(call.response()));
        return new CallRow(call.model(), before, shown.map(message -> MessageRow.of(new RedactedMessage(message, List.of()))).toList());
    }
}
