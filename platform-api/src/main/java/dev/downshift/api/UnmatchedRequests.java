package dev.downshift.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.databind.json.JsonMapper;

/** Answers requests to the API that no controller takes: an unknown path, a wrong method, a wrong content type. */
@Component
class UnmatchedRequests implements HandlerExceptionResolver, Ordered {

    private final JsonMapper json;

    UnmatchedRequests(JsonMapper json) {
        this.json = json;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception e) {
        boolean unmatched = handler == null || e instanceof NoResourceFoundException;
        if (!unmatched || !request.getRequestURI().startsWith("/api/") || !(e instanceof ErrorResponse error)) {
            return null;
        }
        ProblemDetail problem =
                e instanceof NoResourceFoundException ? Problem.NOT_FOUND.detail("There is no such address.") : RequestProblems.of(e, error.getStatusCode());
        problem.setInstance(URI.create(request.getRequestURI()));
        error.getHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        return write(response, problem);
    }

    private @Nullable ModelAndView write(HttpServletResponse response, ProblemDetail problem) {
        response.setStatus(problem.getStatus());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        try {
            response.getOutputStream().write(json.writeValueAsBytes(problem));
            return new ModelAndView();
        } catch (IOException clientIsGone) {
            return null;
        }
    }
}
