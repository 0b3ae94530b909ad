package dev.downshift.api;

import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** The kinds of problem the API answers with, each with its own type (RFC 9457, section 3.1.1). */
public enum Problem {
    UNAUTHENTICATED("unauthenticated", HttpStatus.UNAUTHORIZED, "A valid API key is missing"),
    FORBIDDEN("forbidden", HttpStatus.FORBIDDEN, "This is not allowed"),
    NOT_FOUND("not-found", HttpStatus.NOT_FOUND, "Not found"),
    CONFLICT("conflict", HttpStatus.CONFLICT, "Not possible in the current state"),
    MALFORMED_REQUEST("malformed-request", HttpStatus.BAD_REQUEST, "The request is not well formed"),
    METHOD_NOT_ALLOWED("method-not-allowed", HttpStatus.METHOD_NOT_ALLOWED, "This address does not take this method"),
    NOT_ACCEPTABLE("not-acceptable", HttpStatus.NOT_ACCEPTABLE, "No answer of the kind asked for"),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", HttpStatus.UNSUPPORTED_MEDIA_TYPE, "A body of this kind is not taken here"),
    LIMIT_REACHED("limit-reached", HttpStatus.TOO_MANY_REQUESTS, "A limit of the organization is reached"),
    INVALID_INPUT("invalid-input", HttpStatus.UNPROCESSABLE_CONTENT, "Something in the request cannot be used"),
    STORAGE_FULL("storage-full", HttpStatus.INSUFFICIENT_STORAGE, "There is no room left"),
    UNAVAILABLE("unavailable", HttpStatus.SERVICE_UNAVAILABLE, "Not possible for the moment"),
    INTERNAL("internal", HttpStatus.INTERNAL_SERVER_ERROR, "Downshift failed");

    private final String name;
    private final HttpStatus status;
    private final String title;

    Problem(String name, HttpStatus status, String title) {
        this.name = name;
        this.status = status;
        this.title = title;
    }

    HttpStatus status() {
        return status;
    }

    /** The problem with what happened this time. */
    public ProblemDetail detail(String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("urn:downshift:problem:" + name));
        problem.setTitle(title);
        return problem;
    }
}
