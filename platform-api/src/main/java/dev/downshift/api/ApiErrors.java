package dev.downshift.api;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/** Answers what fails before or beside every controller: an address that the server or the firewall refuses, a filter that throws. */
final class ApiErrors implements Filter {

    private final ProblemWriter writer;
    private final AnsweredAddresses addresses;

    ApiErrors(ProblemWriter writer, AnsweredAddresses addresses) {
        this.writer = writer;
        this.addresses = addresses;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException, ServletException {
        if (request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String address && addresses.include(address)
                && request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status) {
            writer.write(address, (HttpServletResponse) response, problem(status, request.getAttribute(RequestDispatcher.ERROR_EXCEPTION)));
        } else {
            chain.doFilter(request, response);
        }
    }

    private static ProblemDetail problem(int status, @Nullable Object cause) {
        HttpStatusCode code = HttpStatusCode.valueOf(status);
        return code.is5xxServerError() ? ApiProblems.incident((Throwable) cause) : RequestProblems.other(code);
    }
}
