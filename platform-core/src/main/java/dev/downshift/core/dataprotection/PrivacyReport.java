package dev.downshift.core.dataprotection;

import dev.downshift.core.privacy.PolicyVersion;
import dev.downshift.engine.privacy.RedactionPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was found in an organization's traces, what was done with it under which policy, and who saw the calls. It names types, rules and
 * places, and never a value or anything made from one. Each distinct message counts once, with the upload that brought it first.
 *
 * @param policies what held in the period, oldest first
 * @param found most first
 * @param uploads of the period, newest first
 * @param datasets of the period, newest first
 * @param accesses in the period, newest first
 */
public record PrivacyReport(Period period, Instant madeAt, List<PolicyPeriod> policies, List<Found> found, List<UploadFindings> uploads,
        List<DatasetFindings> datasets, List<Access> accesses) {

    /** How many findings in all. */
    public long findings() {
        return found.stream().mapToLong(Found::findings).sum();
    }

    /**
     * A policy and when it held.
     *
     * @param from null for the standard policy, which holds from the beginning
     * @param until when the next one took its place; null as long as it holds
     */
    public record PolicyPeriod(PolicyVersion version, @Nullable Instant from, @Nullable Instant until) {}

    /**
     * Findings of a type by a rule in a place under a version of the policy.
     *
     * @param place a JSON pointer into the message, with a star for each index
     * @param done what that version of the policy says is done with the type; null where a rule of it names the type and so may say otherwise
     * @param meanScore how sure the rule was, from 0 to 1, on average
     */
    public record Found(String type, String rule, String place, int policyVersion, RedactionPolicy.@Nullable Mode done, long findings, double meanScore,
            double lowestScore) {}

    /**
     * What an upload brought that was not there before.
     *
     * @param calls that are stored now
     * @param byType how many findings of each type
     */
    public record UploadFindings(UUID id, String name, Instant createdAt, long calls, Map<String, Long> byType) {
        public long findings() {
            return sum(byType);
        }
    }

    /**
     * What was found, and replaced, in the prompts, answers and tools that a dataset is made of.
     *
     * @param examples frozen in it
     * @param traced how many of their calls are stored still, so that it is known what was found in them
     * @param byType how many findings of each type in those
     */
    public record DatasetFindings(UUID id, String name, Instant createdAt, long examples, long traced, Map<String, Long> byType) {
        public long findings() {
            return sum(byType);
        }
    }

    /**
     * Somebody took or opened redacted calls.
     *
     * @param sequence the entry's place in the audit trail
     * @param action as in the audit trail, such as {@code dataset.exported}
     * @param details what of the audit entry says how many and in which form
     */
    public record Access(long sequence, Instant at, String who, String action, String subjectType, String subjectId, Map<String, String> details) {}

    private static long sum(Map<String, Long> byType) {
        return byType.values().stream().mapToLong(Long::longValue).sum();
    }
}
