package dev.downshift.api.promotion;

import dev.downshift.core.Page;
import dev.downshift.core.Text;
import dev.downshift.core.evaluation.EvaluationId;
import dev.downshift.core.promotion.PromotionRequestId;
import dev.downshift.core.promotion.PromotionStatus;
import dev.downshift.core.promotion.PromotionView;
import dev.downshift.core.promotion.Promotions;
import dev.downshift.core.routing.Mode;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Promotion requests: made with a key of scope PROMOTE, decided with one of scope APPROVE of someone else. */
@RestController
@RequestMapping("/api/v1/promotions")
@Tag(name = "Promotions")
class PromotionApi {

    private final Promotions promotions;

    PromotionApi(Promotions promotions) {
        this.promotions = promotions;
    }

    record NewRequest(@NotBlank String evaluation, @NotNull Mode mode, @Nullable BigDecimal share,
            @Size(max = Text.LONGEST_COMMENT) @Nullable String comment) {}

    record Comment(@NotBlank @Size(max = Text.LONGEST_COMMENT) String comment) {}

    record DecisionView(boolean approved, String comment, String decidedBy, Instant decidedAt) {}

    record RequestView(UUID id, UUID task, String taskName, UUID candidate, UUID evaluation, Mode mode, BigDecimal share,
            PromotionStatus status, String verdict, String comment, String requestedBy, Instant requestedAt,
            @Nullable DecisionView decision, String evidenceHash, boolean evidenceIntact, @Nullable JsonNode evidence) {

        static RequestView withoutEvidence(PromotionView request) {
            return of(request, null);
        }

        static RequestView of(PromotionView request, @Nullable JsonNode evidence) {
            PromotionView.Decision decision = request.decision();
            return new RequestView(request.id().value(), request.task().value(), request.taskName(), request.candidate().value(),
                    request.evaluation().value(), request.mode(), request.share(), request.status(), request.verdict(),
                    request.comment(), request.requestedByName(), request.requestedAt(),
                    decision == null ? null : new DecisionView(decision.approved(), decision.comment(), decision.decidedByName(),
                            decision.decidedAt()),
                    request.evidenceHash(), request.evidenceIntact(), evidence);
        }
    }

    @Requires(Permission.REQUEST_PROMOTION)
    @PostMapping
    @Operation(summary = "Asks for a candidate to take over a task, on the evidence of an evaluation")
    ResponseEntity<RequestView> request(@Valid @RequestBody NewRequest body) {
        BigDecimal share = body.share() == null ? BigDecimal.ONE : body.share();
        String comment = body.comment() == null ? "" : body.comment();
        PromotionRequestId id = promotions.request(EvaluationId.of(body.evaluation()), body.mode(), share, comment);
        return ResponseEntity.created(URI.create("/api/v1/promotions/" + id)).body(view(id));
    }

    @GetMapping
    @Operation(summary = "Lists requests, newest first, without their evidence")
    Page<RequestView> list(@RequestParam(required = false) @Nullable PromotionStatus status,
            @RequestParam(required = false) @Nullable String task, @RequestParam(required = false) @Nullable String cursor) {
        return promotions.list(status, task == null ? null : TaskId.of(task), cursor).map(RequestView::withoutEvidence);
    }

    @GetMapping("/{promotion}")
    @Operation(summary = "A request with its frozen evidence")
    RequestView get(@PathVariable String promotion) {
        return view(PromotionRequestId.of(promotion));
    }

    @Requires(Permission.DECIDE_PROMOTION)
    @PostMapping("/{promotion}/approve")
    @Operation(summary = "Approves, which changes the route at once")
    RequestView approve(@PathVariable String promotion, @Valid @RequestBody Comment body) {
        PromotionRequestId id = PromotionRequestId.of(promotion);
        promotions.approve(id, body.comment());
        return view(id);
    }

    @Requires(Permission.DECIDE_PROMOTION)
    @PostMapping("/{promotion}/deny")
    @Operation(summary = "Denies; the route stays as it is")
    RequestView deny(@PathVariable String promotion, @Valid @RequestBody Comment body) {
        PromotionRequestId id = PromotionRequestId.of(promotion);
        promotions.deny(id, body.comment());
        return view(id);
    }

    @Requires(Permission.REQUEST_PROMOTION)
    @PostMapping("/{promotion}/withdraw")
    @Operation(summary = "Takes back one's own request")
    RequestView withdraw(@PathVariable String promotion) {
        PromotionRequestId id = PromotionRequestId.of(promotion);
        promotions.withdraw(id);
        return view(id);
    }

    private RequestView view(PromotionRequestId id) {
        PromotionView request = promotions.get(id);
        return RequestView.of(request, request.evidence());
    }
}
