package dev.downshift.web.intake;

import dev.downshift.core.Conflict;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.intake.Receipt;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.intake.UploadWishes;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import dev.downshift.engine.traces.TraceFormat;
import dev.downshift.http.SentFile;
import dev.downshift.web.shell.Texts;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.tomcat.util.http.fileupload.MultipartStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What people do with uploads: send one by the form, have it read, stop it, delete it. */
@Controller
class UploadForms {

    private static final UploadWishes LOOKED_AT = new UploadWishes(null, true);

    private final Uploads uploads;
    private final SampleFile sample;
    private final Texts texts;

    UploadForms(Uploads uploads, SampleFile sample, Texts texts) {
        this.uploads = uploads;
        this.sample = sample;
        this.texts = texts;
    }

    @PostMapping("/uploads")
    String send(HttpServletRequest request, RedirectAttributes attributes) throws IOException {
        try {
            SentFile file = SentFile.inForm(request);
            Receipt receipt = uploads.receive(file.name(), Upload.Source.WEB, LOOKED_AT, file.bytes());
            attributes.addFlashAttribute("notice", texts.of(receipt.already() ? "uploads.already" : "uploads.received"));
            return "redirect:/uploads/" + receipt.id();
        } catch (InvalidInput invalid) {
            attributes.addFlashAttribute("problem", invalid.getMessage() + " " + invalid.remedy());
            return "redirect:/uploads";
        } catch (MultipartStream.MalformedStreamException | EOFException cutOff) {
            attributes.addFlashAttribute("problem", texts.of("uploads.cut-off"));
            return "redirect:/uploads";
        }
    }

    @PostMapping("/uploads/sample")
    String sample(RedirectAttributes attributes) throws IOException {
        try (var bytes = sample.open()) {
            Receipt receipt = uploads.receive(SampleFile.NAME, Upload.Source.WEB, bytes);
            attributes.addFlashAttribute("notice", texts.of(receipt.already() ? "uploads.already" : "uploads.sample.received"));
            return "redirect:/uploads/" + receipt.id();
        }
    }

    @PostMapping("/uploads/{id}/read")
    @Requires(Permission.UPLOAD)
    String read(@PathVariable String id, @RequestParam(required = false) @Nullable TraceFormat format, RedirectAttributes attributes) {
        return change(id, attributes, "uploads.reading", upload -> uploads.read(upload, format));
    }

    @PostMapping("/uploads/{id}/cancel")
    String cancel(@PathVariable String id, RedirectAttributes attributes) {
        return change(id, attributes, "uploads.cancelling", uploads::cancel);
    }

    @PostMapping("/uploads/{id}/retry")
    String retry(@PathVariable String id, RedirectAttributes attributes) {
        return change(id, attributes, "uploads.retrying", uploads::retry);
    }

    @PostMapping("/uploads/{id}/delete")
    @Requires(Permission.UPLOAD)
    String delete(@PathVariable String id, RedirectAttributes attributes) {
        UploadId upload = UploadId.of(id);
        String name = uploads.get(upload).fileName();
        uploads.delete(upload);
        attributes.addFlashAttribute("notice", texts.of("uploads.deleting", name));
        return "redirect:/uploads";
    }

    private String change(String id, RedirectAttributes attributes, String done, Consumer<UploadId> change) {
        UploadId upload = UploadId.of(id);
        try {
            change.accept(upload);
            attributes.addFlashAttribute("notice", texts.of(done));
        } catch (Conflict conflict) {
            attributes.addFlashAttribute("problem", conflict.getMessage());
        }
        return "redirect:/uploads/" + upload;
    }
}
