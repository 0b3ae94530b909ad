package dev.downshift.core.intake;

import dev.downshift.engine.traces.CanonicalJson;
import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.Message;
import java.util.ArrayList;
import java.util.List;

/** The prompt up to the first thing that the user says: what the calls of a conversation have in common, however far it has come. */
final class PromptBeginning {

    private PromptBeginning() {}

    /** The canonical text of each message. */
    static List<String> of(LlmCall call) {
        List<String> beginning = new ArrayList<>();
        for (Message message : call.messages()) {
            beginning.add(CanonicalJson.text(message));
            if (message.role() == Message.Role.USER) {
                break;
            }
        }
        return beginning;
    }
}
