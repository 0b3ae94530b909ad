package dev.downshift.engine.traces;

/** The trace formats that can be read. A file is recognised by its content, never by its name. */
public enum TraceFormat {
    /** Records with a {@code request} and a {@code response}, as an OpenAI-compatible proxy logs them. */
    CHAT_COMPLETIONS("chat-completion log"),
    /** Conversations without their requests: each assistant's message is one call, prompted by all before it. */
    CONVERSATIONS("conversations"),
    /** Records with a {@code prompt} (or {@code input}) and a {@code response} ({@code completion}, {@code output}), as in simple tables. */
    PROMPTS("prompts and answers"),
    /** Spans of calls to models, OTLP in JSON. */
    OPENTELEMETRY("OpenTelemetry spans"),
    /** Spans by themselves, with OpenInference's attributes or OpenTelemetry's, as Phoenix exports them. */
    SPANS("single spans"),
    /** Traces and observations. */
    LANGFUSE("Langfuse observations"),
    /** Runs of models. */
    LANGSMITH("LangSmith runs"),
    /** Traces with their spans. */
    MLFLOW("MLflow traces");

    private final String label;

    TraceFormat(String label) {
        this.label = label;
    }

    /** What people call it. */
    public String label() {
        return label;
    }
}
