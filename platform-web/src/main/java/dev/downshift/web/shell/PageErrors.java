package dev.downshift.web.shell;

import dev.downshift.core.AccessDenied;
import dev.downshift.core.Conflict;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.NotFound;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.net.URI;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.MultipartStream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.support.RequestContextUtils;
import org.springframework.web.servlet.view.RedirectView;

/**
 * Turns what the domain refuses into pages. A refused form goes back to the page it came from, which says why in its alert
 * ({@code problem}); a page that has a better place for it catches the exception itself.
 */
@ControllerAdvice(basePackages = "dev.downshift.web")
class PageErrors {

    private final ShellAdvice shell;

    PageErrors(ShellAdvice shell) {
        this.shell = shell;
    }

    @ExceptionHandler(NotFound.class)
    ModelAndView notFound(HttpServletResponse response) {
        return page("error/404", 404, null, response);
    }

    @ExceptionHandler(AccessDenied.class)
    ModelAndView denied(AccessDenied denied, HttpServletResponse response) {
        return page("error/403", 403, denied.getMessage(), response);
    }

    @ExceptionHandler(InvalidInput.class)
    ModelAndView invalid(InvalidInput invalid, HttpServletRequest request, HttpServletResponse response) {
        return refused(FormProblem.of(invalid).text(), 422, request, response);
    }

    @ExceptionHandler(Conflict.class)
    ModelAndView conflict(Conflict conflict, HttpServletRequest request, HttpServletResponse response) {
        return refused(conflict.getMessage(), 409, request, response);
    }

    @ExceptionHandler(OptimisticLockingFailureException.class)
    ModelAndView outrun(HttpServletRequest request, HttpServletResponse response) {
        return refused("Someone else changed this at the same time. Look again, then decide.", 409, request, response);
    }

    @ExceptionHandler({MultipartStream.MalformedStreamException.class, FileUploadException.class, EOFException.class})
    ModelAndView cutOff(HttpServletRequest request, HttpServletResponse response) {
        return refused("The upload was cut off and nothing was stored. Choose the file again.", 400, request, response);
    }

    private ModelAndView refused(@Nullable String reason, int status, HttpServletRequest request, HttpServletResponse response) {
        var from = cameFrom(request);
        if (from == null || !"POST".equals(request.getMethod())) {
            return page("error/refused", status, reason, response);
        }
        RequestContextUtils.getOutputFlashMap(request).put("problem", reason == null ? "" : reason);
        return new ModelAndView(new RedirectView(from));
    }

    /** The path and query of the page that holds the form; never another site's. */
    private static @Nullable String cameFrom(HttpServletRequest request) {
        var referer = request.getHeader("Referer");
        if (referer == null) {
            return null;
        }
        try {
            var address = URI.create(referer);
            var path = address.getRawPath();
            if (!request.getServerName().equalsIgnoreCase(address.getHost()) || path == null || !path.startsWith("/")
                    || path.startsWith("//")) {
                return null;
            }
            return path + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private ModelAndView page(String view, int status, @Nullable String reason, HttpServletResponse response) {
        response.setStatus(status);
        var page = new ModelAndView(view);
        page.addObject("reason", reason);
        page.addObject("shell", shell.shell());
        return page;
    }
}
