package dev.downshift.api.privacy;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.privacy.PolicyVersion;
import dev.downshift.core.privacy.RedactionPolicies;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import dev.downshift.engine.privacy.CustomTerms;
import dev.downshift.engine.privacy.FindingType;
import dev.downshift.engine.privacy.InvalidPolicy;
import dev.downshift.engine.privacy.PolicyRule;
import dev.downshift.engine.privacy.RedactionPolicy;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is found and what replaces it. */
@RestController
@RequestMapping("/api/v1/redaction-policy")
@Tag(name = "Privacy")
class RedactionPolicyApi {

    private final RedactionPolicies policies;

    RedactionPolicyApi(RedactionPolicies policies) {
        this.policies = policies;
    }

    record PolicyView(int version, Map<FindingType, RedactionPolicy.Mode> modes, double threshold, Map<FindingType, Double> thresholds, CustomTerms terms,
            List<PolicyRule> rules, @Nullable String createdBy, @Nullable Instant createdAt) {
        static PolicyView of(PolicyVersion version) {
            RedactionPolicy policy = version.policy();
            return new PolicyView(version.version(), new TreeMap<>(policy.modes()), policy.threshold(), new TreeMap<>(policy.thresholds()), policy.terms(), policy.rules(),
                    version.createdBy(), version.createdAt());
        }
    }

    /** What is left out stays; lists and thresholds that are given replace those before. */
    record PolicyChange(@Nullable Map<FindingType, RedactionPolicy.Mode> modes, @Nullable Double threshold, @Nullable Map<FindingType, Double> thresholds,
            @Nullable CustomTerms terms, @Nullable List<PolicyRule> rules) {

        RedactionPolicy on(RedactionPolicy before) {
            Map<FindingType, RedactionPolicy.Mode> all = new TreeMap<>(before.modes());
            all.putAll(Objects.requireNonNullElse(modes, Map.of()));
            return new RedactionPolicy(all, Objects.requireNonNullElse(threshold, before.threshold()), Objects.requireNonNullElse(thresholds, before.thresholds()),
                    Objects.requireNonNullElse(terms, before.terms()), Objects.requireNonNullElse(rules, before.rules()));
        }
    }

    @GetMapping
    @Operation(summary = "The policy that applies now; version 0 is the standard one")
    PolicyView current() {
        return PolicyView.of(policies.current());
    }

    @GetMapping("/versions")
    @Operation(summary = "Every version that was saved, newest first")
    List<PolicyView> versions() {
        return policies.history().stream().map(PolicyView::of).toList();
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PutMapping
    @Operation(summary = "Saves the next version; what is left out stays as it was, and what is stored already stays as it is")
    PolicyView save(@RequestBody PolicyChange change) {
        try {
            return PolicyView.of(policies.save(change.on(policies.current().policy())));
        } catch (InvalidPolicy wrong) {
            throw new InvalidInput(wrong.place().substring(1), wrong.problem(), wrong.remedy());
        }
    }
}
