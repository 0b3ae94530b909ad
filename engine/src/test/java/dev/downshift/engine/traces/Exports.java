package dev.downshift.engine.traces;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** Calls as files of a format, and as what is equal however they were written. */
final class Exports {

    private static final LlmCall.Position NOWHERE = new LlmCall.Position(0, 0, 1, 0);

    private Exports() {}

    static byte[] of(ExportFormat format, List<LlmCall> calls) {
        return of(format, calls, CallNotes.NONE);
    }

    static byte[] of(ExportFormat format, List<LlmCall> calls, CallNotes notes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CallWriter writer = format.writer(bytes);
        try {
            for (LlmCall call : calls) {
                writer.write(call, notes);
            }
            writer.finish();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return bytes.toByteArray();
    }

    /** The canonical text of a call, but for its position. */
    static String text(LlmCall call) {
        return CanonicalJson.text(new LlmCall(NOWHERE, call.providerCallId(), call.conversation(), call.occurredAt(), call.model(), call.messages(), call.tools(),
                call.parameters(), call.response(), call.finishReason(), call.usage(), call.latency(), call.error(), call.metadata()));
    }
}
