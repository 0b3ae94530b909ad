package dev.downshift.api.privacy;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.privacy.PolicyVersion;
import dev.downshift.core.privacy.RedactionPolicies;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import dev.downshift.engine.privacy.FindingType;
import dev.downshift.engine.privacy.RedactionPolicy;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

    record PolicyView(int version, Map<FindingType, RedactionPolicy.Mode> modes, double threshold, @Nullable String createdBy, @Nullable Instant createdAt) {
        static PolicyView of(PolicyVersion version) {
            return new PolicyView(version.version(), new TreeMap<>(version.policy().modes()), version.policy().threshold(), version.createdBy(), version.createdAt());
        }
    }

    record PolicyChange(@Nullable Map<FindingType, RedactionPolicy.Mode> modes, @Nullable Double threshold) {}

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
    @Operation(summary = "Saves the next version; types that are left out keep their mode, and what is stored already stays as it is")
    PolicyView save(@RequestBody PolicyChange change) {
        RedactionPolicy policy = policies.current().policy();
        double threshold = change.threshold() == null ? policy.threshold() : change.threshold();
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new InvalidInput("threshold", "The threshold is not a number from 0 to 1.", "Send 0.5, for example.");
        }
        Map<FindingType, RedactionPolicy.Mode> modes = new TreeMap<>(policy.modes());
        if (change.modes() != null) {
            modes.putAll(change.modes());
        }
        return PolicyView.of(policies.save(new RedactionPolicy(modes, threshold)));
    }
}
