package dev.downshift.api.privacy;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.privacy.Redactions;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import dev.downshift.engine.privacy.Finding;
import dev.downshift.engine.privacy.Redacted;
import dev.downshift.engine.privacy.RedactionProfile;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Redacts a text or a record for whoever sends it on elsewhere, such as a gateway. */
@RestController
@RequestMapping("/api/v1/redactions")
@Tag(name = "Privacy")
class RedactionsApi {

    private static final int LARGEST = 1 << 20;

    private final Redactions redactions;
    private final JsonMapper json;

    RedactionsApi(Redactions redactions, JsonMapper json) {
        this.redactions = redactions;
        this.json = json.rebuild().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    }

    /**
     * What to redact.
     *
     * @param value a text, or any JSON
     * @param profile a profile's name, such as gdpr-strict, in place of the organization's policy
     * @param agent the name of the agent that the value is from
     */
    record RedactionRequest(@Nullable JsonNode value, @Nullable String profile, @Nullable String agent) {}

    /** The redacted value and what was found in it; never the values found. */
    record RedactionAnswer(JsonNode value, List<Finding> findings) {}

    @Requires(Permission.UPLOAD)
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Redacts a text or a record of up to 1 MiB under the current policy or a profile; nothing is stored",
            requestBody = @RequestBody(required = true, content = @Content(schema = @Schema(implementation = RedactionRequest.class))))
    RedactionAnswer redact(HttpServletRequest http) throws IOException {
        RedactionRequest request = read(http);
        if (request.value() == null) {
            throw new InvalidInput("value", "There is nothing to redact.", "Send a text or any JSON as value.");
        }
        Redacted<JsonNode> redacted = redactions.redact(request.value(), profile(request.profile()), Objects.requireNonNullElse(request.agent(), ""));
        return new RedactionAnswer(redacted.value(), redacted.findings());
    }

    private RedactionRequest read(HttpServletRequest http) throws IOException {
        byte[] body = http.getInputStream().readNBytes(LARGEST + 1);
        if (body.length > LARGEST) {
            throw new InvalidInput("value", "The request is larger than 1 MiB.", "Send its parts one at a time, or upload a file.");
        }
        try {
            return Optional.ofNullable(json.readValue(body, RedactionRequest.class)).orElseGet(() -> new RedactionRequest(null, null, null));
        } catch (JacksonException unreadable) {
            throw new HttpMessageNotReadableException("The body cannot be read.", unreadable, new ServletServerHttpRequest(http));
        }
    }

    private static @Nullable RedactionProfile profile(@Nullable String name) {
        return name == null ? null : RedactionProfile.of(name).orElseThrow(() -> new InvalidInput("profile", "There is no such profile.",
                "Send one of " + Arrays.stream(RedactionProfile.values()).map(RedactionProfile::id).collect(Collectors.joining(", ")) + "."));
    }
}
