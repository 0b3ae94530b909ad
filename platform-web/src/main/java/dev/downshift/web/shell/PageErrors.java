package dev.downshift.web.shell;

import dev.downshift.core.AccessDenied;
import dev.downshift.core.Conflict;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.LimitReached;
import dev.downshift.core.NotFound;
import dev.downshift.core.StorableText;
import dev.downshift.core.StorageFull;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.validation.BindException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;

/**
 * Turns what the domain refuses into pages. A refused form is shown again on the page it came from, which says why in its alert
 * ({@code problem}); a page that has a better place for it catches the exception itself.
 */
@ControllerAdvice(basePackages = "dev.downshift.web")
class PageErrors {

    private final ShellAdvice shell;
    private final RefusedForms forms;
    private final Texts texts;

    PageErrors(ShellAdvice shell, RefusedForms forms, Texts texts) {
        this.shell = shell;
        this.forms = forms;
        this.texts = texts;
    }

    /** Texts come in as they can be stored, or not at all. */
    @InitBinder
    void texts(WebDataBinder binder) {
        binder.registerCustomEditor(String.class, new StorableText());
    }

    @ExceptionHandler(NotFound.class)
    ModelAndView notFound(HttpServletResponse response) {
        return page("error/404", 404, null, response);
    }

    @ExceptionHandler(AccessDenied.class)
    ModelAndView denied(AccessDenied denied, HttpServletResponse response) {
        return page("error/403", 403, denied.getMessage(), response);
    }

    @ExceptionHandler(LimitReached.class)
    @Nullable ModelAndView limited(LimitReached limit, HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(limit.retryAfterSeconds()));
        return refused(limit.getMessage(), 429, request, response);
    }

    @ExceptionHandler(StorageFull.class)
    @Nullable ModelAndView full(StorageFull full, HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        return refused(String.valueOf(full.getMessage()), 507, request, response);
    }

    @ExceptionHandler(InvalidInput.class)
    @Nullable ModelAndView invalid(InvalidInput invalid, HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        return refused(FormProblem.of(invalid).text(), 422, request, response);
    }

    @ExceptionHandler(Conflict.class)
    @Nullable ModelAndView conflict(Conflict conflict, HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        return refused(conflict.getMessage(), 409, request, response);
    }

    @ExceptionHandler(OptimisticLockingFailureException.class)
    @Nullable ModelAndView outrun(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        return refused(texts.of("error.outrun"), 409, request, response);
    }

    @ExceptionHandler(MissingServletRequestParameterException.class)
    @Nullable ModelAndView missing(MissingServletRequestParameterException missing, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        return refused(texts.of("error.field.missing", missing.getParameterName()), 422, request, response);
    }

    @ExceptionHandler(MethodArgumentTypeMismatchException.class)
    @Nullable ModelAndView mismatch(MethodArgumentTypeMismatchException mismatch, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        return unusable(mismatch.getName(), request, response);
    }

    @ExceptionHandler(BindException.class)
    @Nullable ModelAndView unbound(BindException unbound, HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        FieldError first = unbound.getFieldError();
        return unusable(first == null ? unbound.getObjectName() : first.getField(), request, response);
    }

    private @Nullable ModelAndView unusable(String field, HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        return refused(texts.of("error.field.unusable", field), 422, request, response);
    }

    private @Nullable ModelAndView refused(String reason, int status, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        return forms.show(request, response, status, reason) ? null : page("error/refused", status, reason, response);
    }

    private ModelAndView page(String view, int status, @Nullable String reason, HttpServletResponse response) {
        response.setStatus(status);
        var page = new ModelAndView(view);
        page.addObject("reason", reason);
        page.addObject("shell", shell.shell());
        return page;
    }
}
