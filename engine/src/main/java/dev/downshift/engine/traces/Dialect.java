package dev.downshift.engine.traces;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/** How one provider's API writes a request to a model, and the model's answer. */
interface Dialect {

    /** What a log of such requests and answers is called. */
    TraceFormat format();

    /** Whether the body of a request can only be of this dialect. Looks at names and kinds of fields, and never throws. */
    boolean asks(JsonNode request);

    /** Whether the body of a response, or the first chunk of a streamed one, is of this dialect. Never throws. */
    boolean answers(JsonNode response);

    /** The fields of a request, for records in which they stand side by side with those of the response. */
    Set<String> requestFields();

    /** The fields of a response that may stand in such a record; none where that is not usual. */
    Set<String> responseFields();

    ChatRequest request(Fields request);

    /**
     * The answer that a response holds.
     *
     * @param response the body, its text, or the chunks of a stream
     * @param path where it stands in its record
     */
    ChatResponse response(JsonNode response, String path);
}
