package dev.downshift.api.intake;

import dev.downshift.core.Page;
import dev.downshift.core.dataprotection.Openings;
import dev.downshift.core.intake.CallId;
import dev.downshift.core.intake.CallQuery;
import dev.downshift.core.intake.CallSummary;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.intake.StoredCall;
import dev.downshift.engine.traces.CanonicalJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The stored calls, redacted. */
@RestController
@RequestMapping("/api/v1/calls")
@Tag(name = "Calls")
class CallsApi {

    private final Calls calls;
    private final Openings openings;
    private final JsonMapper json;

    CallsApi(Calls calls, Openings openings, JsonMapper json) {
        this.calls = calls;
        this.openings = openings;
        this.json = json;
    }

    record CallRow(UUID id, UUID upload, String conversation, @Nullable Instant occurredAt, @Nullable String model, int messages, int promptTokens,
            int completionTokens, boolean tokensEstimated, @Nullable Long latencyMs, @Nullable BigDecimal cost, @Nullable String finishReason, boolean failed,
            String excerpt) {

        static CallRow of(CallSummary call) {
            Duration latency = call.latency();
            return new CallRow(call.id().value(), call.upload().value(), call.conversation(), call.occurredAt(), call.model(), call.messages(),
                    call.promptTokens(), call.completionTokens(), call.tokensEstimated(), latency == null ? null : latency.toMillis(), call.cost(),
                    call.finishReason(), call.failed(), call.excerpt());
        }
    }

    /**
     * A call.
     *
     * @param call in canonical form
     * @param weight how many calls it stands for; more than 1 where one conversation in so many is kept
     */
    record CallView(UUID id, UUID upload, JsonNode call, boolean tokensEstimated, @Nullable BigDecimal cost, @Nullable String priceVersion,
            @Nullable JsonNode routed, int weight) {}

    @GetMapping
    @Operation(summary = "Calls that match all conditions", description = "Sorted by time, newest first, or by cost or latency, highest first; then calls without one are left out.")
    Page<CallRow> list(
            @ParameterObject CallConditions conditions,
            @Parameter(description = "time, cost or latency; time where it is left out") @RequestParam(required = false) @Nullable String sort,
            @RequestParam(required = false) @Nullable String cursor) {
        CallQuery query = conditions.sortedBy(sort);
        return calls.list(query.filter(), query.sort(), cursor).map(CallRow::of);
    }

    @GetMapping("/{call}")
    @Operation(summary = "A call in canonical form, redacted")
    CallView get(@PathVariable String call) {
        StoredCall stored = calls.get(CallId.of(call)).stored();
        openings.note(stored.id());
        return new CallView(stored.id().value(), stored.upload().value(), json.readTree(CanonicalJson.text(stored.call())), stored.tokensEstimated(),
                stored.cost(), stored.priceVersion(), stored.routed(), stored.weight());
    }
}
