package dev.downshift.engine.discovery;

import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.Message;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Gathers, call by call and in bounded memory, what is told about a call site. */
final class SitePortrait {

    private static final int MOST_TOOLS = 100;
    private static final int OTHERS = 16;

    private final CallSite site;
    private final VariablePart variable;
    private final TemplateRenderer renderer;
    private final AnswerForms forms = new AnswerForms();
    private final Sample sample = new Sample();
    private final LongSet prompts = new LongSet();
    private final TreeMap<Long, LlmCall> others = new TreeMap<>();
    private final TreeSet<String> tools = new TreeSet<>();
    private long calls;
    private long failed;
    private double tokens;
    private @Nullable BigDecimal cost;
    private @Nullable LlmCall exemplar;
    private double exemplarFit = -1;
    private long exemplarKey;

    SitePortrait(CallSite site) {
        this.site = site;
        this.variable = new VariablePart(site.signature());
        this.renderer = new TemplateRenderer(site.signature());
    }

    void add(LlmCall call, Outline outline, @Nullable BigDecimal price, int weight) {
        calls += weight;
        tokens += promptTokens(call) * weight;
        if (price != null) {
            BigDecimal all = price.multiply(BigDecimal.valueOf(weight));
            cost = cost == null ? all : cost.add(all);
        }
        Answer answer = Answer.of(call);
        if (answer == null) {
            failed += weight;
        } else {
            forms.add(answer);
            if (sample.wants(outline.head())) {
                sample.add(new Observation(outline.head(), call, variable.of(call, outline), answer));
            }
        }
        if (prompts.add(outline.head())) {
            exemplar(call, outline);
            offered(call);
            others.put(outline.head(), call);
            if (others.size() > OTHERS) {
                others.pollLastEntry();
            }
        }
    }

    private void exemplar(LlmCall call, Outline outline) {
        double fit = renderer.fit(outline);
        if (fit > exemplarFit || (fit == exemplarFit && outline.head() < exemplarKey)) {
            exemplar = call;
            exemplarFit = fit;
            exemplarKey = outline.head();
        }
    }

    private void offered(LlmCall call) {
        for (JsonNode tool : call.tools()) {
            addTool(Outline.toolName(tool));
        }
        Message response = call.response();
        if (response != null) {
            response.toolCalls().forEach(each -> addTool(each.name()));
        }
    }

    private void addTool(String name) {
        if (tools.size() < MOST_TOOLS && !name.isBlank()) {
            tools.add(name);
        }
    }

    CallSite site() {
        return site;
    }

    long calls() {
        return calls;
    }

    @Nullable BigDecimal cost() {
        return cost;
    }

    AnswerForms forms() {
        return forms;
    }

    Set<String> tools() {
        return tools;
    }

    Sample sample() {
        return sample;
    }

    /** The template with its slots marked; empty before the first call. */
    String template() {
        return exemplar == null ? "" : renderer.render(exemplar, List.copyOf(others.values()));
    }

    TaskFigures figures(long allCalls, @Nullable BigDecimal allCost) {
        BigDecimal own = cost;
        Double share = own == null || allCost == null || allCost.signum() == 0 ? null : own.doubleValue() / allCost.doubleValue();
        return new TaskFigures(calls, failed, prompts.size(), calls == 0 ? 0 : tokens / calls,
                allCalls == 0 ? 0 : (double) calls / allCalls, share);
    }

    private static double promptTokens(LlmCall call) {
        LlmCall.Usage usage = call.usage();
        return usage != null && usage.promptTokens() > 0
                ? usage.promptTokens()
                : call.messages().stream().mapToInt(message -> message.text().length()).sum() / 4.0;
    }
}
