package dev.downshift.web.shell;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.servlet.ModelAndView;

/** The page for what fails before or beside every other page; programs get problem details. */
@Controller
class ErrorPages implements ErrorController {

    private final Incidents incidents;

    ErrorPages(Incidents incidents) {
        this.incidents = incidents;
    }

    @RequestMapping("${server.error.path:/error}")
    Object show(HttpServletRequest request) {
        HttpStatusCode status = status(request);
        if (request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String address && UnknownAddresses.isForPrograms(address)) {
            return ResponseEntity.of(ProblemDetail.forStatus(status)).build();
        }
        var page = new ModelAndView(view(status), status);
        page.addAllObjects(incidents.getErrorAttributes(new ServletWebRequest(request), ErrorAttributeOptions.defaults()));
        return page;
    }

    /** Whoever asks for this page itself asks for an address that leads nowhere. */
    private static HttpStatusCode status(HttpServletRequest request) {
        return request.getDispatcherType() == DispatcherType.ERROR && request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status
                ? HttpStatusCode.valueOf(status)
                : HttpStatus.NOT_FOUND;
    }

    private static String view(HttpStatusCode status) {
        if (status.is5xxServerError()) {
            return "error/500";
        }
        return status.value() == 403 || status.value() == 404 ? "error/" + status.value() : "error/error";
    }
}
