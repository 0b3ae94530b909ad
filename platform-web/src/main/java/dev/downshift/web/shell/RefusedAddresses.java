package dev.downshift.web.shell;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/** The page for addresses that the server itself refuses, such as one with a broken escape; no filter gets to see those. */
@Component("pageRefusedAddresses")
class RefusedAddresses implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

    private static final int FIRST_ERROR = 400;

    private final ITemplateEngine templates;

    RefusedAddresses(ITemplateEngine templates) {
        this.templates = templates;
    }

    @Override
    public void customize(ConfigurableTomcatWebServerFactory server) {
        server.addEngineValves(new PageValve());
    }

    private final class PageValve extends ValveBase {

        PageValve() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            if (response.getStatus() < FIRST_ERROR || UnknownAddresses.isForPrograms(String.valueOf(request.getRequestURI()))) {
                getNext().invoke(request, response);
                return;
            }
            response.setSuspended(false);
            response.setErrorReported();
            response.setContentType("text/html;charset=UTF-8");
            response.getOutputStream().write(templates.process("error/address", new Context(Locale.ENGLISH, Map.of("status", response.getStatus())))
                    .getBytes(StandardCharsets.UTF_8));
            response.finishResponse();
        }
    }
}
