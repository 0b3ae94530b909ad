package dev.downshift.web.intake;

import dev.downshift.core.AccessDenied;
import dev.downshift.core.Conflict;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.LimitReached;
import dev.downshift.core.NotFound;
import dev.downshift.core.Refusal;
import dev.downshift.core.intake.ResumableUploads;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import dev.downshift.http.tus.TusEndpoint;
import dev.downshift.web.shell.Texts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;

/** Takes what the page of uploads sends in pieces, by tus 1.0. What is refused is said in a sentence for the page to show. */
@Controller
@RequestMapping(TusForms.PATH)
class TusForms {

    static final String PATH = "/uploads/tus";

    private final TusEndpoint endpoint;
    private final Texts texts;

    TusForms(ResumableUploads uploads, Texts texts) {
        this.endpoint = new TusEndpoint(uploads, Upload.Source.WEB, PATH);
        this.texts = texts;
    }

    @RequestMapping(method = {RequestMethod.POST, RequestMethod.OPTIONS})
    @Requires(Permission.UPLOAD)
    void begin(HttpServletRequest request, HttpServletResponse response) throws IOException {
        serve(request, response, null);
    }

    @RequestMapping(path = "/{unfinished}", method = {RequestMethod.HEAD, RequestMethod.PATCH, RequestMethod.DELETE, RequestMethod.POST})
    @Requires(Permission.UPLOAD)
    void goOn(@PathVariable String unfinished, HttpServletRequest request, HttpServletResponse response) throws IOException {
        serve(request, response, unfinished);
    }

    private void serve(HttpServletRequest request, HttpServletResponse response, @Nullable String id) throws IOException {
        try {
            var refused = endpoint.serve(request, response, id);
            if (refused.isPresent()) {
                say(response, refused.get().status(), refused.get().message());
            }
        } catch (Refusal refusal) {
            switch (refusal) {
                case NotFound missing -> say(response, HttpStatus.NOT_FOUND.value(), texts.of("uploads.sending.unknown"));
                case AccessDenied denied -> say(response, HttpStatus.FORBIDDEN.value(), denied.getMessage());
                case Conflict conflict -> say(response, HttpStatus.CONFLICT.value(), conflict.getMessage());
                case LimitReached limit -> say(response, HttpStatus.TOO_MANY_REQUESTS.value(), limit.getMessage());
                case InvalidInput invalid -> say(response, HttpStatus.UNPROCESSABLE_CONTENT.value(), invalid.getMessage() + " " + invalid.remedy());
            }
        }
    }

    private static void say(HttpServletResponse response, int status, String sentence) throws IOException {
        response.setStatus(status);
        response.setHeader("Content-Length", null);
        response.setContentType("text/plain;charset=UTF-8");
        response.getOutputStream().write(sentence.getBytes(StandardCharsets.UTF_8));
    }
}
