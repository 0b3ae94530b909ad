package dev.downshift.web.shell;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** An address that leads nowhere: a page for people, problem details for programs. */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class UnknownAddresses {

    private final ShellAdvice shell;

    UnknownAddresses(ShellAdvice shell) {
        this.shell = shell;
    }

    static boolean isForPrograms(String address) {
        var path = address.replaceAll("/+", "/");
        return path.startsWith("/api/") || path.startsWith("/v1/");
    }

    @ExceptionHandler({NoResourceFoundException.class, HttpRequestMethodNotSupportedException.class})
    Object unknown(Exception cause, HttpServletRequest request, HttpServletResponse response) {
        if (cause instanceof ErrorResponse error && isForPrograms(request.getServletPath())) {
            return ResponseEntity.status(error.getStatusCode()).headers(error.getHeaders()).body(error.getBody());
        }
        response.setStatus(404);
        return new ModelAndView("error/404").addObject("shell", shell.shell());
    }
}
