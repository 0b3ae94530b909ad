package dev.downshift.web.intake;

import dev.downshift.core.NotFound;
import dev.downshift.core.intake.CallFilter;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.UploadFilter;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.intake.UploadPreviews;
import dev.downshift.core.intake.UploadView;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.limits.IntakeGate;
import dev.downshift.core.limits.IntakePolicies;
import dev.downshift.core.privacy.FindingCounts;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.engine.traces.TraceFormat;
import dev.downshift.http.Csv;
import dev.downshift.web.shell.Address;
import dev.downshift.web.shell.Display;
import dev.downshift.web.shell.Texts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The uploads, what is recognised in one before it is read, and how far each has come. */
@Controller
class UploadPages {

    private static final int SAMPLES = 3;

    private final Uploads uploads;
    private final UploadPreviews previews;
    private final Calls calls;
    private final FindingCounts findings;
    private final Display display;
    private final Texts texts;
    private final Clock clock;
    private final IntakeGate gate;
    private final IntakePolicies policies;

    UploadPages(Uploads uploads, UploadPreviews previews, Calls calls, FindingCounts findings, Display display, Texts texts, Clock clock, IntakeGate gate,
            IntakePolicies policies) {
        this.uploads = uploads;
        this.previews = previews;
        this.calls = calls;
        this.findings = findings;
        this.display = display;
        this.texts = texts;
        this.clock = clock;
        this.gate = gate;
        this.policies = policies;
    }

    @GetMapping("/uploads")
    String list(@RequestParam(required = false) @Nullable String name, @RequestParam(required = false) Upload.@Nullable Status status,
            @RequestParam(required = false) @Nullable String cursor, Model model) {
        UploadFilter filter = filter(name, status);
        var page = uploads.list(filter, cursor);
        var rows = page.items().stream().map(upload -> UploadRow.of(upload, display, texts, clock.instant())).toList();
        model.addAttribute("rows", rows);
        model.addAttribute("filter", filter);
        model.addAttribute("filtered", !filter.equals(UploadFilter.ALL));
        model.addAttribute("statuses", Upload.Status.values());
        model.addAttribute("running", rows.stream().anyMatch(UploadRow::running));
        model.addAttribute("mayUpload", Actor.current().may(Permission.UPLOAD));
        model.addAttribute("today", gate.today());
        model.addAttribute("dailyBytes", policies.current().policy().dailyBytes());
        model.addAttribute("here", address("/uploads", filter).with("cursor", cursor).toString());
        model.addAttribute("csv", address("/uploads.csv", filter).toString());
        model.addAttribute("next", page.next() == null ? null : address("/uploads", filter).with("cursor", page.next()).toString());
        return "uploads/list";
    }

    @GetMapping("/uploads.csv")
    void listCsv(@RequestParam(required = false) @Nullable String name, @RequestParam(required = false) Upload.@Nullable Status status,
            HttpServletResponse response) throws IOException {
        UploadFilter filter = filter(name, status);
        try (var csv = Csv.to(response, "uploads.csv")) {
            csv.row(List.of("id", "file", "status", "format", "records", "calls", "known", "rejected", "findings", "bytes", "source", "created_by", "created_at", "finished_at"));
            csv.rows(cursor -> uploads.list(filter, cursor), upload -> List.of(upload.id(), upload.fileName(), upload.status(),
                    Objects.requireNonNullElse(upload.format(), ""), upload.records(), upload.calls(), upload.known(), upload.rejected(), upload.findings(),
                    upload.byteCount(), upload.source(), upload.createdByName(), upload.createdAt(), upload.finishedAt() == null ? "" : upload.finishedAt()));
        }
    }

    @GetMapping("/uploads/{id}")
    String detail(@PathVariable String id, @RequestParam(required = false) @Nullable String cursor, @RequestParam(required = false) @Nullable TraceFormat format,
            Model model, HttpServletRequest request, HttpServletResponse response) throws IOException {
        var upload = uploads.get(UploadId.of(id));
        if (request.getHeader("HX-Request") != null && upload.status().isFinal()) {
            response.setHeader("HX-Refresh", "true");
        }
        var rejected = uploads.rejected(upload.id(), cursor);
        boolean mayUpload = Actor.current().may(Permission.UPLOAD);
        model.addAttribute("row", UploadRow.of(upload, display, texts, clock.instant()));
        model.addAttribute("upload", upload);
        model.addAttribute("rejected", rejected.items());
        model.addAttribute("samples", calls.list(CallFilter.of(upload.id()), null).items().stream().limit(SAMPLES).toList());
        model.addAttribute("kept", Uploads.REJECTED_KEPT);
        model.addAttribute("onlyCounted", Math.max(0, upload.rejected() - Uploads.REJECTED_KEPT));
        model.addAttribute("next", rejected.next() == null ? null : Address.of("/uploads/" + upload.id()).with("cursor", rejected.next()).toString());
        model.addAttribute("findings", findings.ofUpload(upload.id().value()));
        model.addAttribute("mayUpload", mayUpload);
        model.addAttribute("formats", TraceFormat.values());
        model.addAttribute("format", format == null ? upload.chosenFormat() : format);
        model.addAttribute("mayReadAgain", mayUpload && upload.rawKept() && upload.status().isFinal());
        model.addAttribute("preview", upload.status() == Upload.Status.WAITING ? preview(upload, format) : null);
        return "uploads/detail";
    }

    private @Nullable PreviewView preview(UploadView upload, @Nullable TraceFormat format) throws IOException {
        try {
            return PreviewView.of(previews.of(upload.id(), format == null ? upload.chosenFormat() : format));
        } catch (NotFound gone) {
            return null;
        }
    }

    @GetMapping("/uploads/{id}/rejected.csv")
    void csv(@PathVariable String id, HttpServletResponse response) throws IOException {
        UploadId upload = uploads.get(UploadId.of(id)).id();
        try (var csv = Csv.to(response, "rejected-" + upload + ".csv")) {
            csv.row(List.of("record", "file", "line", "byte_offset", "reason", "remedy"));
            csv.rows(cursor -> uploads.rejected(upload, cursor),
                    bad -> List.of(bad.record(), bad.file() == null ? "" : bad.file(), bad.line(), bad.byteOffset(), bad.reason(), bad.remedy()));
        }
    }

    private static UploadFilter filter(@Nullable String name, Upload.@Nullable Status status) {
        return new UploadFilter(name == null || name.isBlank() ? null : name.strip(), status);
    }

    private static Address address(String path, UploadFilter filter) {
        return Address.of(path).with("name", filter.name()).with("status", filter.status() == null ? null : filter.status().name());
    }
}
