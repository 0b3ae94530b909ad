package dev.downshift.web.intake;

import dev.downshift.core.Conflict;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.intake.CallFilter;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.intake.Receipt;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.limits.IntakeGate;
import dev.downshift.core.limits.IntakePolicies;
import dev.downshift.core.privacy.FindingCounts;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.web.shell.Address;
import dev.downshift.web.shell.Csv;
import dev.downshift.web.shell.Display;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.apache.tomcat.util.http.fileupload.MultipartStream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The uploads, the form to send one, and how far each has come. */
@Controller
class UploadPages {

    private static final int SAMPLES = 3;

    private final Uploads uploads;
    private final Calls calls;
    private final FindingCounts findings;
    private final SampleFile sample;
    private final Display display;
    private final MessageSource messages;
    private final Clock clock;
    private final IntakeGate gate;
    private final IntakePolicies policies;

    UploadPages(Uploads uploads, Calls calls, FindingCounts findings, SampleFile sample, Display display, MessageSource messages, Clock clock,
            IntakeGate gate, IntakePolicies policies) {
        this.uploads = uploads;
        this.calls = calls;
        this.findings = findings;
        this.sample = sample;
        this.display = display;
        this.messages = messages;
        this.clock = clock;
        this.gate = gate;
        this.policies = policies;
    }

    @GetMapping("/uploads")
    String list(@RequestParam(required = false) @Nullable String cursor, Model model) {
        var page = uploads.list(cursor);
        var rows = page.items().stream().map(upload -> UploadRow.of(upload, display, clock.instant())).toList();
        model.addAttribute("rows", rows);
        model.addAttribute("running", rows.stream().anyMatch(UploadRow::running));
        model.addAttribute("mayUpload", Actor.current().may(Permission.UPLOAD));
        model.addAttribute("today", gate.today());
        model.addAttribute("dailyBytes", policies.current().policy().dailyBytes());
        model.addAttribute("here", Address.of("/uploads").with("cursor", cursor).toString());
        model.addAttribute("next", page.next() == null ? null : Address.of("/uploads").with("cursor", page.next()).toString());
        return "uploads/list";
    }

    @PostMapping("/uploads")
    String send(HttpServletRequest request, RedirectAttributes attributes) throws IOException {
        try {
            SentFile file = SentFile.in(request);
            Receipt receipt = uploads.receive(file.name(), Upload.Source.WEB, file.bytes());
            attributes.addFlashAttribute("notice", text(receipt.already() ? "uploads.already" : "uploads.received"));
            return "redirect:/uploads/" + receipt.id();
        } catch (InvalidInput invalid) {
            attributes.addFlashAttribute("problem", invalid.getMessage() + " " + invalid.remedy());
            return "redirect:/uploads";
        } catch (MultipartStream.MalformedStreamException | EOFException cutOff) {
            attributes.addFlashAttribute("problem", text("uploads.cut-off"));
            return "redirect:/uploads";
        }
    }

    @PostMapping("/uploads/sample")
    String sample(RedirectAttributes attributes) throws IOException {
        try (var bytes = sample.open()) {
            Receipt receipt = uploads.receive(SampleFile.NAME, Upload.Source.WEB, bytes);
            attributes.addFlashAttribute("notice", text(receipt.already() ? "uploads.already" : "uploads.sample.received"));
            return "redirect:/uploads/" + receipt.id();
        }
    }

    @GetMapping("/uploads/{id}")
    String detail(@PathVariable String id, @RequestParam(required = false) @Nullable String cursor, Model model, HttpServletRequest request, HttpServletResponse response) {
        var upload = uploads.get(UploadId.of(id));
        if (request.getHeader("HX-Request") != null && upload.status().isFinal()) {
            response.setHeader("HX-Refresh", "true");
        }
        var rejected = uploads.rejected(upload.id(), cursor);
        model.addAttribute("row", UploadRow.of(upload, display, clock.instant()));
        model.addAttribute("upload", upload);
        model.addAttribute("rejected", rejected.items());
        model.addAttribute("samples", calls.list(CallFilter.of(upload.id()), null).items().stream().limit(SAMPLES).toList());
        model.addAttribute("kept", Uploads.REJECTED_KEPT);
        model.addAttribute("onlyCounted", Math.max(0, upload.rejected() - Uploads.REJECTED_KEPT));
        model.addAttribute("next", rejected.next() == null ? null : Address.of("/uploads/" + upload.id()).with("cursor", rejected.next()).toString());
        model.addAttribute("findings", findings.ofUpload(upload.id().value()));
        model.addAttribute("mayUpload", Actor.current().may(Permission.UPLOAD));
        return "uploads/detail";
    }

    @PostMapping("/uploads/{id}/cancel")
    String cancel(@PathVariable String id, RedirectAttributes attributes) {
        return change(id, attributes, "uploads.cancelling", uploads::cancel);
    }

    @PostMapping("/uploads/{id}/retry")
    String retry(@PathVariable String id, RedirectAttributes attributes) {
        return change(id, attributes, "uploads.retrying", uploads::retry);
    }

    @GetMapping("/uploads/{id}/rejected.csv")
    void csv(@PathVariable String id, HttpServletResponse response) throws IOException {
        UploadId upload = uploads.get(UploadId.of(id)).id();
        try (var csv = Csv.to(response, "rejected-" + upload + ".csv")) {
            csv.row(List.of("record", "file", "line", "byte_offset", "reason", "remedy"));
            @Nullable String cursor = null;
            do {
                var page = uploads.rejected(upload, cursor);
                for (var bad : page.items()) {
                    csv.row(List.of(bad.record(), bad.file() == null ? "" : bad.file(), bad.line(), bad.byteOffset(), bad.reason(), bad.remedy()));
                }
                cursor = page.next();
            } while (cursor != null);
        }
    }

    private String change(String id, RedirectAttributes attributes, String done, java.util.function.Consumer<UploadId> change) {
        UploadId upload = UploadId.of(id);
        try {
            change.accept(upload);
            attributes.addFlashAttribute("notice", text(done));
        } catch (Conflict conflict) {
            attributes.addFlashAttribute("problem", conflict.getMessage());
        }
        return "redirect:/uploads/" + upload;
    }

    private String text(String key) {
        return messages.getMessage(key, null, LocaleContextHolder.getLocale());
    }
}
