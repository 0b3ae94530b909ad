package dev.downshift.api;

import dev.downshift.core.StorableText;
import dev.downshift.engine.privacy.InvalidPolicy;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Problems of requests that no controller gets to see: what is wrong, where, and what to send instead. */
final class RequestProblems {

    private static final String TYPES = "urn:downshift:problem:";
    private static final Map<Class<?>, String> KINDS = Map.ofEntries(
            Map.entry(Instant.class, "a time such as 2026-01-31T12:00:00Z"), Map.entry(Boolean.class, "true or false"), Map.entry(boolean.class, "true or false"),
            Map.entry(Integer.class, "a whole number"), Map.entry(int.class, "a whole number"), Map.entry(Long.class, "a whole number"), Map.entry(long.class, "a whole number"),
            Map.entry(Double.class, "a number"), Map.entry(double.class, "a number"), Map.entry(BigDecimal.class, "a number"), Map.entry(UUID.class, "an id"),
            Map.entry(String.class, "a text"), Map.entry(List.class, "a list"), Map.entry(Set.class, "a list"));

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
        if (type == String.class) {
            return with(Problem.MALFORMED_REQUEST, "The text of '" + name + "' holds a character that cannot be stored.", StorableText.REMEDY, name);
        }
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
        return switch (json) {
            case UnrecognizedPropertyException unknown -> with(Problem.MALFORMED_REQUEST, "There is no field '" + field + "' here" + where + ".",
                    "Leave it out, or use one of " + known(unknown) + ".", field);
            case InvalidFormatException text when text.getTargetType() == String.class -> with(Problem.INVALID_INPUT,
                    "The text of '" + field + "' holds a character that cannot be stored" + where + ".", StorableText.REMEDY, field);
            case JacksonException refused when refused.getCause() instanceof InvalidPolicy wrong -> with(Problem.INVALID_INPUT, wrong.problem(), wrong.remedy(),
                    wrong.place().substring(1));
            case JacksonException twice when field.isEmpty() && json.getOriginalMessage().startsWith("Duplicate") -> with(Problem.MALFORMED_REQUEST,
                    "A field stands there twice" + where + ".", "Send each field once.", name(twice));
            default -> field.isEmpty()
                    ? with(Problem.MALFORMED_REQUEST, "The body is not valid JSON" + where + ".", "Correct it there; a JSON object is expected.", null)
                    : with(Problem.MALFORMED_REQUEST, "The value of '" + field + "' cannot be used" + where + ".", "See its type at /api/docs.", field);
        };
    }

    private static String known(UnrecognizedPropertyException unknown) {
        return Stream.ofNullable(unknown.getKnownPropertyIds()).flatMap(Collection::stream).map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    /** The field at which reading stopped. */
    private static @Nullable String name(JacksonException e) {
        return e.processor() instanceof JsonParser parser ? parser.currentName() : null;
    }

    /** A refusal of which only the status is known. */
    static ProblemDetail other(HttpStatusCode status) {
        Problem problem = Arrays.stream(Problem.values()).filter(one -> one.status().value() == status.value()).findFirst()
                .orElse(status.is4xxClientError() ? Problem.MALFORMED_REQUEST : Problem.INTERNAL);
        ProblemDetail answer = with(problem, "The request could not be taken.", "Compare it with the description at /api/docs.", null);
        answer.setStatus(status.value());
        return answer;
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
                : KINDS.getOrDefault(type, "another value");
    }

    private static String list(String @Nullable [] methods) {
        return methods == null ? "another method" : String.join(" or ", methods);
    }

    private static String either(List<MediaType> types) {
        return types.stream().map(MediaType::toString).distinct().sorted().collect(Collectors.joining(" or "));
    }
}
