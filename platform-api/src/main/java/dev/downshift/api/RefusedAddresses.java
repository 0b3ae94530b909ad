package dev.downshift.api;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.http.HttpStatusCode;

/** Answers for addresses that the server itself refuses, such as one with a broken escape; no filter gets to see those. */
final class RefusedAddresses extends ValveBase {

    private static final int FIRST_ERROR = 400;

    private final ProblemWriter writer;
    private final AnsweredAddresses addresses;

    RefusedAddresses(ProblemWriter writer, AnsweredAddresses addresses) {
        super(true);
        this.writer = writer;
        this.addresses = addresses;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        String address = String.valueOf(request.getRequestURI());
        if (response.getStatus() < FIRST_ERROR || !addresses.include(address)) {
            getNext().invoke(request, response);
            return;
        }
        response.setSuspended(false);
        response.setErrorReported();
        writer.write(address, response, RequestProblems.other(HttpStatusCode.valueOf(response.getStatus())));
        response.finishResponse();
    }
}
