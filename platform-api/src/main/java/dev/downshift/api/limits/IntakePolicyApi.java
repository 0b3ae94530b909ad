package dev.downshift.api.limits;

import dev.downshift.core.limits.IntakeDay;
import dev.downshift.core.limits.IntakeGate;
import dev.downshift.core.limits.IntakePolicies;
import dev.downshift.core.limits.IntakePolicy;
import dev.downshift.core.limits.IntakePolicyVersion;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What an organization lets in, how much of it is kept and for how long. */
@RestController
@RequestMapping("/api/v1/intake-policy")
@Tag(name = "Intake policy")
class IntakePolicyApi {

    private final IntakePolicies policies;
    private final IntakeGate gate;

    IntakePolicyApi(IntakePolicies policies, IntakeGate gate) {
        this.policies = policies;
        this.gate = gate;
    }

    /** The policy as it is sent and answered; what is null or left out sets no limit. */
    record Policy(
            @Schema(description = "Requests a second at the live receiver, by each of its processes") @Nullable Integer requestsPerSecond,
            @Schema(description = "Spans a second at the live receiver, by each of its processes") @Nullable Integer spansPerSecond,
            @Schema(description = "Bytes a day in UTC over all ways in") @Nullable Long dailyBytes,
            @Schema(description = "Days after which a call is deleted; null keeps it") @Nullable Integer keepCallsDays,
            @Schema(description = "Days that the encrypted file of an upload is kept after its ingest; null for what the operator has set") @Nullable Integer keepFilesDays,
            @Schema(description = "Of so many conversations one is kept and counts for all of them; 1 keeps every one", defaultValue = "1") @Nullable Integer sampleOneIn) {

        static Policy of(IntakePolicy policy) {
            return new Policy(policy.requestsPerSecond(), policy.spansPerSecond(), policy.dailyBytes(), policy.keepCallsDays(), policy.keepFilesDays(), policy.sampleOneIn());
        }

        IntakePolicy policy() {
            return new IntakePolicy(requestsPerSecond, spansPerSecond, dailyBytes, keepCallsDays, keepFilesDays, Objects.requireNonNullElse(sampleOneIn, 1));
        }
    }

    record Version(int version, Policy policy, @Nullable String createdBy, @Nullable Instant createdAt) {
        static Version of(IntakePolicyVersion saved) {
            return new Version(saved.version(), Policy.of(saved.policy()), saved.createdBy(), saved.createdAt());
        }
    }

    /** @param today what came in since midnight UTC, over all ways in, and how many calls of the gateway were answered and not kept */
    record Current(int version, Policy policy, @Nullable String createdBy, @Nullable Instant createdAt, IntakeDay today) {}

    @GetMapping
    @Operation(summary = "The policy that applies now, and what came in today; version 0 takes and keeps everything")
    Current current() {
        IntakePolicyVersion version = policies.current();
        return new Current(version.version(), Policy.of(version.policy()), version.createdBy(), version.createdAt(), gate.today());
    }

    @GetMapping("/versions")
    @Operation(summary = "Every version that was saved, newest first")
    List<Version> versions() {
        return policies.history().stream().map(Version::of).toList();
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PutMapping
    @Operation(summary = "Saves the next version in place of the last one; what is left out sets no limit. Limits and sampling count for what arrives from now on, "
            + "keepCallsDays for what is stored as well: the calls that are older are deleted after the next midnight UTC")
    Version save(@RequestBody Policy policy) {
        return Version.of(policies.save(policy.policy()));
    }
}
