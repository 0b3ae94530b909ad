package dev.downshift.api;

import dev.downshift.core.AccessDenied;
import dev.downshift.core.Conflict;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.LimitReached;
import dev.downshift.core.NotFound;
import dev.downshift.core.StorableText;
import dev.downshift.core.StorageFull;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.MultipartStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Turns what the domain refuses into problem details that say what to do. */
@RestControllerAdvice("dev.downshift.api")
@Order(Ordered.HIGHEST_PRECEDENCE)
class ApiProblems extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ApiProblems.class);
    private static final String RETRY_SECONDS = "60";

    @ExceptionHandler
    ProblemDetail on(NotFound e) {
        return Problem.NOT_FOUND.detail(e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail on(Conflict e) {
        return Problem.CONFLICT.detail(e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail on(OptimisticLockingFailureException e) {
        return Problem.CONFLICT.detail("Someone else changed this at the same time. Read it again, then decide.");
    }

    @ExceptionHandler
    ProblemDetail on(AccessDenied e) {
        return Problem.FORBIDDEN.detail(e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail on(InvalidInput e) {
        ProblemDetail problem = Problem.INVALID_INPUT.detail(e.getMessage());
        problem.setProperty("field", e.field());
        problem.setProperty("remedy", e.remedy());
        return problem;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> on(LimitReached e) {
        ProblemDetail problem = Problem.LIMIT_REACHED.detail(e.getMessage());
        problem.setProperty("limit", e.limit());
        problem.setProperty("allowed", e.allowed());
        problem.setProperty("used", e.used());
        return ResponseEntity.status(problem.getStatus()).header(HttpHeaders.RETRY_AFTER, Long.toString(e.retryAfterSeconds())).body(problem);
    }

    @ExceptionHandler({MultipartStream.MalformedStreamException.class, FileUploadException.class, EOFException.class})
    ProblemDetail onCutOff() {
        ProblemDetail problem = Problem.MALFORMED_REQUEST.detail("The request ended before its file did; nothing was stored.");
        problem.setProperty("remedy", "Send the file again, as multipart/form-data or as the body itself.");
        return problem;
    }

    /** The address or the form has a broken escape, which shows when its first parameter is read. */
    @ExceptionHandler
    ProblemDetail on(InvalidParameterException e) {
        return RequestProblems.other(HttpStatusCode.valueOf(e.getErrorCode()));
    }

    /** The database is there but has no room or no connection left, or it is gone for a moment. */
    @ExceptionHandler({DataAccessResourceFailureException.class, CannotCreateTransactionException.class})
    ResponseEntity<ProblemDetail> onDatabaseUnavailable(Exception e, HttpServletResponse response) throws Exception {
        breakOff(e, response);
        LOG.error("The database cannot be used", e);
        return later(Problem.UNAVAILABLE.detail("The database cannot be used for the moment; nothing was changed."), HttpStatus.SERVICE_UNAVAILABLE);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> on(Exception e, HttpServletRequest request, HttpServletResponse response) throws Exception {
        breakOff(e, response);
        if (!StorageFull.isBehind(e)) {
            return ResponseEntity.internalServerError().body(incident(e));
        }
        LOG.error("There is no room left where files are kept", e);
        // Exporters of spans send again after 503, and give up after 507 (OTLP specification 1.9, "Retryable Response Codes").
        boolean retried = request.getRequestURI().endsWith("/v1/traces");
        return later(Problem.STORAGE_FULL.detail("There is no room left where files are kept; nothing of this request was."),
                retried ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.INSUFFICIENT_STORAGE);
    }

    /** What fails while a file is being sent breaks the connection off: a problem at its end would pass for a part of the file. */
    private static void breakOff(Exception e, HttpServletResponse response) throws Exception {
        if (response.isCommitted()) {
            throw e;
        }
    }

    private static ResponseEntity<ProblemDetail> later(ProblemDetail problem, HttpStatus status) {
        problem.setStatus(status.value());
        problem.setProperty("remedy", "Send it again later. If it stays, tell the operator.");
        return ResponseEntity.status(status).header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS).body(problem);
    }

    /** Texts come in as they can be stored, or not at all. */
    @InitBinder
    void texts(WebDataBinder binder) {
        binder.registerCustomEditor(String.class, new StorableText());
    }

    /** A failure of ours, with an id that the log holds beside the cause. */
    static ProblemDetail incident(@Nullable Throwable cause) {
        String incident = UUID.randomUUID().toString();
        LOG.error("Incident {}", incident, cause);
        ProblemDetail problem = Problem.INTERNAL.detail("Something went wrong on our side. Try again, or report the incident.");
        problem.setProperty("incident", incident);
        return problem;
    }

    /** What Spring refuses before a controller runs. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = body instanceof ProblemDetail known && RequestProblems.isOurs(known) ? known : RequestProblems.of(e, status);
        return super.handleExceptionInternal(e, problem, headers, HttpStatusCode.valueOf(problem.getStatus()), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        for (FieldError error : e.getBindingResult().getFieldErrors()) {
            if (error.contains(TypeMismatchException.class)) {
                ProblemDetail problem = RequestProblems.of(error.unwrap(TypeMismatchException.class), HttpStatus.BAD_REQUEST);
                return handleExceptionInternal(e, problem, headers, HttpStatus.BAD_REQUEST, request);
            }
        }
        List<Map<String, String>> errors = e.getBindingResult().getFieldErrors().stream()
                .map(error -> Map.of("field", error.getField(), "message", String.valueOf(error.getDefaultMessage())))
                .toList();
        ProblemDetail problem = Problem.INVALID_INPUT.detail("Some fields cannot be used; see 'errors'.");
        problem.setProperty("errors", errors);
        return handleExceptionInternal(e, problem, headers, HttpStatusCode.valueOf(problem.getStatus()), request);
    }
}
