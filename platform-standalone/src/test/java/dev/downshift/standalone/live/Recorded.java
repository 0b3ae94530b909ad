package dev.downshift.standalone.live;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Spans as OpenTelemetry's SDK records them, kept in the order in which they end. */
final class Recorded implements SpanExporter {

    private final List<SpanData> spans = new ArrayList<>();
    private final Tracer tracer = SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(this)).build().get("shop");

    /** Records a call that the model answered. */
    SpanData call(String question, @Nullable Context parent) {
        Span span = begun(question, parent);
        span.setAttribute("gen_ai.response.id", "chatcmpl-" + UUID.randomUUID());
        return ended(span);
    }

    /** Records a call by somebody who does not see the response's id, around others. */
    SpanData callAround(String question, Consumer<Context> inside) {
        Span span = begun(question, null);
        inside.accept(span.storeInContext(Context.root()));
        return ended(span);
    }

    /** Records a call that has no answer yet, as some exporters send it, and that with the answer afterwards. */
    List<SpanData> callBitByBit(String question) {
        Span span = begun(question, null);
        SpanData unanswered = ((io.opentelemetry.sdk.trace.ReadableSpan) span).toSpanData();
        return List.of(unanswered, ended(span));
    }

    /** Records what an agent does, which belongs to a session. */
    SpanData agent(String session, Consumer<Context> inside) {
        Span span = tracer.spanBuilder("agent").setNoParent().setAttribute("session.id", session).startSpan();
        inside.accept(span.storeInContext(Context.root()));
        span.end();
        return spans.getLast();
    }

    private Span begun(String question, @Nullable Context parent) {
        return tracer.spanBuilder("chat gpt-4o").setParent(parent == null ? Context.root() : parent)
                .setAttribute("gen_ai.operation.name", "chat")
                .setAttribute("gen_ai.request.model", "gpt-4o")
                .setAttribute("gen_ai.input.messages", "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"" + question + "\"}]}]")
                .startSpan();
    }

    private SpanData ended(Span span) {
        span.setAttribute("gen_ai.output.messages", "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"On Monday.\"}],\"finish_reason\":\"stop\"}]");
        span.setAttribute("gen_ai.usage.input_tokens", 12L).setAttribute("gen_ai.usage.output_tokens", 3L);
        span.setAttribute(AttributeKey.stringArrayKey("gen_ai.response.finish_reasons"), List.of("stop"));
        span.end();
        return spans.getLast();
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> ended) {
        spans.addAll(ended);
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }
}
