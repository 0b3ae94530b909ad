package dev.downshift.api;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/** Problems of requests that no controller gets to see: what is wrong, where, and what to send instead. */
final class RequestProblems {

    private static final String TYPES = "urn:downshift:problem:";

    private RequestProblems() {}

    static boolean isOurs(ProblemDetail problem) {
        return String.valueOf(problem.getType()).startsWith(TYPES);
    }

    static ProblemDetail of(Exception e, HttpStatusCode status) {
        return switch (e) {
            case HttpRequestMethodNotSupportedException method -> with(Problem.METHOD_NOT_ALLOWED, "This address does not take " + method.getMethod() + ".",
                    "Use " + list(method.getSupportedMethods()) + ".", null);
            case HttpMediaTypeNotSupportedException type -> with(Problem.UNSUPPORTED_MEDIA_TYPE, "A body of the type '" + type.getContentType() + "' is not taken here.",
                    "Send the header Content-Type: " + either(type.getSupportedMediaTypes()) + ".", "Content-Type");
            case HttpMediaTypeNotAcceptableException type -> with(Problem.NOT_ACCEPTABLE, "There is no answer of the type that was asked for.",
                    "Send the header Accept: " + either(type.getSupportedMediaTypes()) + ", or none.", "Accept");
            case MissingServletRequestParameterException missing -> with(Problem.MALFORMED_REQUEST, "The parameter '" + missing.getParameterName() + "' is missing.",
                    "Add ?" + missing.getParameterName() + "=... to the address.", missing.getParameterName());
            case MethodArgumentTypeMismatchException mismatch -> mismatch(mismatch, mismatch.getName());
            case TypeMismatchException mismatch -> mismatch(mismatch, mismatch.getPropertyName());
            case HttpMessageNotReadableException unreadable -> unreadable(unreadable);
            default -> other(status);
        };
    }

    private static ProblemDetail mismatch(TypeMismatchException e, @Nullable String name) {
        Class<?> type = e.getRequiredType();
        return with(Problem.MALFORMED_REQUEST, "'" + e.getValue() + "' cannot be used as '" + name + "'.", "Send " + expected(type) + ".", name);
    }

    /** Says where in the body reading stopped, and never what stood there. */
    private static ProblemDetail unreadable(HttpMessageNotReadableException e) {
        if (!(e.getCause() instanceof JacksonException json)) {
            return with(Problem.MALFORMED_REQUEST, "The body is missing or cannot be read.", "Send a JSON object.", null);
        }
        TokenStreamLocation at = json.getLocation();
        String where = at == null || at.getLineNr() < 1 ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
        String field = json.getPath().stream().map(JacksonException.Reference::getPropertyName).filter(Objects::nonNull).collect(Collectors.joining("."));
        return field.isEmpty()
                ? with(Problem.MALFORMED_REQUEST, "The body is not valid JSON" + where + ".", "Correct it there; a JSON object is expected.", null)
                : with(Problem.MALFORMED_REQUEST, "The value of '" + field + "' cannot be used" + where + ".", "See its type at /api/docs.", field);
    }

    private static ProblemDetail other(HttpStatusCode status) {
        Problem problem = Arrays.stream(Problem.values()).filter(one -> one.status().value() == status.value()).findFirst()
                .orElse(status.is4xxClientError() ? Problem.MALFORMED_REQUEST : Problem.INTERNAL);
        return with(problem, "The request could not be taken.", "Compare it with the description at /api/docs.", null);
    }

    private static ProblemDetail with(Problem problem, String detail, String remedy, @Nullable String field) {
        ProblemDetail answer = problem.detail(detail);
        answer.setProperty("remedy", remedy);
        if (field != null) {
            answer.setProperty("field", field);
        }
        return answer;
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "another value";
        }
        return type.isEnum() ? "one of " + Arrays.stream(type.getEnumConstants()).map(String::valueOf).collect(Collectors.joining(", "))
                : "a value of the type " + type.getSimpleName();
    }

    private static String list(String @Nullable [] methods) {
        return methods == null ? "another method" : String.join(" or ", methods);
    }

    private static String either(List<MediaType> types) {
        return types.stream().map(MediaType::toString).sorted().collect(Collectors.joining(" or "));
    }
}
