package dev.downshift.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Answers requests to the API that no controller takes: an unknown path, a wrong method, a wrong content type. */
@Component
class UnmatchedRequests implements HandlerExceptionResolver, Ordered {

    private final ProblemWriter writer;

    UnmatchedRequests(ProblemWriter writer) {
        this.writer = writer;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception e) {
        boolean unmatched = handler == null || e instanceof NoResourceFoundException;
        if (!unmatched || !AnsweredAddresses.OF_THE_API.include(request.getRequestURI()) || !(e instanceof ErrorResponse error)) {
            return null;
        }
        ProblemDetail problem =
                e instanceof NoResourceFoundException ? Problem.NOT_FOUND.detail("There is no such address.") : RequestProblems.of(e, error.getStatusCode());
        error.getHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        try {
            writer.write(request.getRequestURI(), response, problem);
            return new ModelAndView();
        } catch (IOException clientIsGone) {
            return null;
        }
    }
}
