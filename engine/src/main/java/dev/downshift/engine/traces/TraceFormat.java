package dev.downshift.engine.traces;

/** The trace formats that can be read. A file is recognised by its content, never by its name. */
public enum TraceFormat {
    /** Calls as Downshift itself writes them. */
    CANONICAL("canonical calls"),
    /** Records with a {@code request} and a {@code response}, as an OpenAI-compatible proxy logs them. */
    CHAT_COMPLETIONS("chat-completion log"),
    /** Conversations without their requests: each assistant's message is one call, prompted by all before it. */
    CONVERSATIONS("conversations"),
    /** Pairs of a preferred and a not preferred answer, as OpenAI's fine-tuning takes them. */
    PREFERENCES("preference pairs"),
    /** Requests and responses of OpenAI's Responses API. */
    OPENAI_RESPONSES("OpenAI Responses log"),
    /** Lines of a batch of OpenAI or Anthropic, the input with its output. */
    BATCHES("batch lines"),
    /** Requests and responses of Anthropic's Messages API. */
    ANTHROPIC_MESSAGES("Anthropic Messages log"),
    /** Requests and responses of Google's generateContent. */
    GEMINI("Gemini log"),
    /** Requests and responses of Amazon Bedrock's Converse. */
    BEDROCK("Bedrock Converse log"),
    /** The invocation log that Amazon Bedrock itself writes, of any model. */
    BEDROCK_INVOCATIONS("Bedrock invocation log"),
    /** Requests and responses of Ollama. */
    OLLAMA("Ollama log"),
    /** Exports of OpenPipe, and what is reported to it. */
    OPENPIPE("OpenPipe export"),
    /** The standard payload that LiteLLM logs. */
    LITELLM("LiteLLM log"),
    /** Exports of requests from Helicone. */
    HELICONE("Helicone export"),
    /** Rows of TensorZero's inferences. */
    TENSORZERO("TensorZero inferences"),
    /** Calls of Weave. */
    WEAVE("Weave calls"),
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
