package dev.downshift.cli;

import dev.downshift.engine.privacy.InvalidPolicy;
import dev.downshift.engine.privacy.RedactionPolicy;
import dev.downshift.engine.privacy.RedactionProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The options that choose a redaction policy. */
final class PolicyOptions {

    /** What the API says of a version beside the policy. */
    private static final List<String> OF_A_VERSION = List.of("version", "createdBy", "createdAt");
    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    @Option(names = "--profile", paramLabel = "NAME", description = "The policy to start from: standard, gdpr-strict, hipaa-safe-harbor, pci or secrets-only. Default: standard.")
    @Nullable String profile;

    @Option(names = "--policy", paramLabel = "FILE", description = "A policy as JSON, as GET /api/v1/redaction-policy answers it.")
    @Nullable Path file;

    @Option(names = "--mode", paramLabel = "MODE", description = "What happens to all that is not kept: surrogate, mask, tag, hash, drop, generalise or keep.")
    @Nullable String mode;

    /**
     * The policy that was asked for.
     *
     * @throws InvalidPolicy where it cannot be used
     * @throws IOException where its file cannot be read
     */
    RedactionPolicy policy() throws IOException {
        if (profile != null && file != null) {
            throw new InvalidPolicy("--profile", "There are a profile and a policy.", "Give one of them.");
        }
        RedactionPolicy policy = file == null ? profile(profile == null ? RedactionProfile.STANDARD.id() : profile) : read(Files.readString(file));
        return mode == null ? policy : policy.withMode(mode(mode));
    }

    private static RedactionPolicy profile(String name) {
        return RedactionProfile.of(name.toLowerCase(Locale.ROOT)).map(RedactionProfile::policy).orElseThrow(() -> new InvalidPolicy("--profile",
                "There is no profile " + name + ".", "Take one of " + Arrays.stream(RedactionProfile.values()).map(RedactionProfile::id).collect(Collectors.joining(", ")) + "."));
    }

    private static RedactionPolicy.Mode mode(String name) {
        return Arrays.stream(RedactionPolicy.Mode.values()).filter(one -> one.name().equalsIgnoreCase(name)).findAny().orElseThrow(() -> new InvalidPolicy("--mode",
                "There is no mode " + name + ".", "Take one of " + Arrays.toString(RedactionPolicy.Mode.values()).toLowerCase(Locale.ROOT) + "."));
    }

    static RedactionPolicy read(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (json instanceof ObjectNode version) {
                version.remove(OF_A_VERSION);
            }
            return JSON.treeToValue(json, RedactionPolicy.class);
        } catch (JacksonException wrong) {
            if (wrong.getCause() instanceof InvalidPolicy invalid) {
                throw invalid;
            }
            String place = wrong.getPath().stream().map(step -> "/" + (step.getPropertyName() == null ? step.getIndex() : step.getPropertyName())).collect(Collectors.joining());
            throw new InvalidPolicy("--policy " + place, "The policy cannot be read: " + wrong.getOriginalMessage() + ".", "Compare it with docs/redaction.md.");
        }
    }
}
