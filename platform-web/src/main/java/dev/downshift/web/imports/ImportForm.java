package dev.downshift.web.imports;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.imports.Credential;
import dev.downshift.core.imports.ImportDraft;
import dev.downshift.core.imports.ImportView;
import dev.downshift.core.imports.Schedule;
import dev.downshift.core.imports.Source;
import dev.downshift.core.imports.SourceFields;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The form of an import, as it was filled in. What is secret of it goes in and is never shown again. */
public record ImportForm(@Nullable String name, @Nullable String kind, @Nullable String endpoint, @Nullable String region, @Nullable String bucket, @Nullable String prefix,
        @Nullable Boolean pathStyle, @Nullable String baseUrl, @Nullable String project, @Nullable String credentialId, @Nullable String credentialSecret,
        @Nullable String schedule, @Nullable String since) {

    private static final Duration USUAL_PAST = Duration.ofDays(30);

    public ImportForm {
        kind = known(kind);
    }

    /** An empty one of a kind, with what is usual. */
    static ImportForm empty(String asked, Instant now) {
        String kind = known(asked);
        return new ImportForm("", kind, "", "", "", "", true, kind.equals("LANGSMITH") ? "https://api.smith.langchain.com" : kind.equals("LANGFUSE") ? "https://cloud.langfuse.com" : "",
                "", "", "", Schedule.HOURLY.name(), kind.equals("S3") ? "" : day(now.minus(USUAL_PAST)));
    }

    static ImportForm of(ImportView view) {
        SourceFields source = SourceFields.of(view.source());
        return new ImportForm(view.name(), source.kind(), source.endpoint(), source.region(), source.bucket(), source.prefix(), source.pathStyle(),
                source.baseUrl(), source.project(), "", "", view.schedule().name(), view.since() == null ? "" : day(view.since()));
    }

    ImportDraft draft() {
        return new ImportDraft(text(name), new SourceFields(kind, endpoint, region, bucket, prefix, pathStyle, baseUrl, project).source(), credential(), chosen(), beginning());
    }

    private @Nullable Credential credential() {
        return text(credentialId).isEmpty() && text(credentialSecret).isEmpty() ? null : new Credential(text(credentialId), text(credentialSecret));
    }

    private Schedule chosen() {
        try {
            return Schedule.valueOf(text(schedule));
        } catch (IllegalArgumentException unknown) {
            throw new InvalidInput("schedule", "There is no such schedule.", "Choose from the list.");
        }
    }

    private @Nullable Instant beginning() {
        if (text(since).isEmpty()) {
            return null;
        }
        try {
            return LocalDate.parse(text(since)).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException malformed) {
            throw new InvalidInput("since", "This is not a day.", "Write it like 2026-01-31, or leave it empty for everything there is.");
        }
    }

    private static String known(@Nullable String kind) {
        return Stream.of(Source.Kind.values()).map(Enum::name).filter(name -> name.equals(kind)).findFirst().orElse(Source.Kind.LANGFUSE.name());
    }

    private static String day(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    private static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "").strip();
    }

    @Override
    public String toString() {
        return "ImportForm[" + name + "]";
    }
}
