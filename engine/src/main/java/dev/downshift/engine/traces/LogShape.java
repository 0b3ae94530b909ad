package dev.downshift.engine.traces;

import java.util.List;

/**
 * The names under which one kind of log keeps a call: its two bodies, and what it notes beside them.
 *
 * @param request the body of the request; where it is missing, its fields are looked for in the record itself
 * @param response the body of the response, or the text of it
 * @param started when the request was made
 * @param ended when the response was there, from which the latency follows if none is logged
 * @param latency the latency in milliseconds
 * @param status the HTTP status of the response
 * @param error what went wrong, as a text or as the provider's object
 */
record LogShape(
        String request, String response, List<String> started, List<String> ended, List<String> latency, List<String> status, List<String> error) {

    /** What most proxies write. */
    static final LogShape PROXY = new LogShape("request", "response", List.of("timestamp", "created_at", "start_time", "time", "ts"), List.of(),
            List.of("latency_ms", "duration_ms"), List.of("status_code", "status"), List.of("error"));
}
