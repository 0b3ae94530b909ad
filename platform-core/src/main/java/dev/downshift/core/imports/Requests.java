package dev.downshift.core.imports;

import dev.downshift.core.network.AddressRefused;
import dev.downshift.core.network.OutboundHttp;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks sources: at a bounded pace, as late as they want, and again where that may help. */
@Component
class Requests {

    private static final int ATTEMPTS = 4;
    private static final Duration LONGEST_ASKED = Duration.ofDays(1);
    private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);

    private final OutboundHttp http;
    private final Pace pace;
    private final ImportProperties properties;
    private final Clock clock;

    Requests(OutboundHttp http, Pace pace, ImportProperties properties, Clock clock) {
        this.http = http;
        this.pace = pace;
        this.properties = properties;
        this.clock = clock;
    }

    /** The answer to a request, if the source gives one; 404 is one. */
    OutboundHttp.Answer send(OutboundHttp.Request request) throws SourceProblem, OutboundHttp.TooLarge {
        Duration pause = properties.retryPause();
        for (int attempt = 1; ; attempt++) {
            SourceProblem problem;
            try {
                pace.await(request.address().getHost());
                OutboundHttp.Answer answer = http.send(request, properties.largestPage().toBytes());
                if (answer.status() / 100 == 2 || answer.status() == 404) {
                    return answer;
                }
                Duration asked = asked(answer.retryAfter());
                problem = problem(answer.status(), asked);
                if (!PASSING.contains(answer.status()) || (asked != null && asked.compareTo(properties.longestWait()) > 0)) {
                    throw problem;
                }
                pause = asked == null ? pause : asked;
            } catch (OutboundHttp.TooLarge tooLarge) {
                throw tooLarge;
            } catch (AddressRefused refused) {
                throw SourceProblem.refused(refused);
            } catch (UnknownHostException unknown) {
                throw SourceProblem.unknown(unknown);
            } catch (IOException failure) {
                problem = SourceProblem.unreachable(String.valueOf(failure.getMessage()));
            } catch (InterruptedException stopping) {
                throw stopped();
            }
            if (attempt == ATTEMPTS) {
                throw problem;
            }
            pause(pause);
            pause = pause.multipliedBy(2);
        }
    }

    private SourceProblem problem(int status, @Nullable Duration asked) {
        if (status == 401 || status == 403) {
            return SourceProblem.credential();
        }
        if (status / 100 == 3) {
            return new SourceProblem("The source sends requests elsewhere (status " + status + "), and they are not sent on.", "Give the address that it sends to, if it is right.");
        }
        if (status == 429) {
            Instant goOnAt = asked == null ? null : clock.instant().plus(asked);
            return new SourceProblem("The source is asked too often and wants a pause (status 429).", "Nothing needs to be done: a later run goes on where this one stopped.", goOnAt);
        }
        return new SourceProblem("The source answers with status " + status + ".", status / 100 == 5
                ? "The next run tries again. Where it lasts, the source itself needs help."
                : "Look whether the address is that of its API.", asked == null ? null : clock.instant().plus(asked));
    }

    /** Seconds or a date (RFC 9110, 10.2.3); null for anything else. */
    private @Nullable Duration asked(@Nullable String retryAfter) {
        if (retryAfter == null) {
            return null;
        }
        try {
            Duration asked = retryAfter.strip().matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(retryAfter.strip()))
                    : Duration.between(clock.instant(), ZonedDateTime.parse(retryAfter.strip(), DateTimeFormatter.RFC_1123_DATE_TIME));
            return asked.isNegative() ? Duration.ZERO : asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
        } catch (DateTimeException neither) {
            return null;
        }
    }

    private static void pause(Duration length) throws SourceProblem {
        try {
            Thread.sleep(length);
        } catch (InterruptedException stopping) {
            throw stopped();
        }
    }

    private static SourceProblem stopped() {
        Thread.currentThread().interrupt();
        return SourceProblem.unreachable("the worker stops.");
    }
}
