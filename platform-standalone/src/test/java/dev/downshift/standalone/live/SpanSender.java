package dev.downshift.standalone.live;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Sends spans over several connections at once, each the next request when the last is answered. */
final class SpanSender {

    private final URI address;
    private final Map<String, String> headers;
    private final int spansARequest;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> answered = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> nanoseconds = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean stopped;

    SpanSender(URI address, Map<String, String> headers, int spansARequest) {
        this.address = address;
        this.headers = headers;
        this.spansARequest = spansARequest;
    }

    /** Sends as fast as answers come for this long, or until so many spans have been answered, or until it is stopped or the receiver is gone. */
    void send(int connections, Duration longest, int most) throws InterruptedException {
        send(connections, longest, most, 0);
    }

    /**
     * Sends so many spans a second for this long, whether or not the receiver keeps up.
     *
     * <p>An answer's time counts from the moment that its request was due: one that had to wait for a connection is as late for it.
     */
    void sendSteadily(int connections, Duration length, int spansASecond) throws InterruptedException {
        send(connections, length, (int) (length.toSeconds() * spansASecond), 1_000_000_000L * spansARequest / spansASecond);
    }

    private void send(int connections, Duration longest, int most, long nanosApart) throws InterruptedException {
        long start = System.nanoTime();
        long deadline = start + longest.toNanos();
        AtomicInteger begun = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int connection = 0; connection < connections; connection++) {
            SpanRequest requests = new SpanRequest(spansARequest, System.nanoTime() + connection);
            threads.add(Thread.ofVirtual().start(() -> {
                while (!stopped && (nanosApart > 0 || System.nanoTime() < deadline)) {
                    int before = begun.getAndAdd(spansARequest);
                    if (before >= most) {
                        return;
                    }
                    SpanRequest.Sent next = requests.next();
                    if (nanosApart == 0) {
                        send(next, System.nanoTime());
                    } else {
                        long due = start + before / spansARequest * nanosApart;
                        LockSupport.parkNanos(due - System.nanoTime());
                        send(next, due);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void send(SpanRequest.Sent sent, long begin) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(Duration.ofMinutes(2)).header("Content-Type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(sent.body()));
        headers.forEach(request::header);
        try {
            int status = client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status == 200) {
                nanoseconds.add(System.nanoTime() - begin);
                answered.addAll(sent.responses());
            } else {
                refused.incrementAndGet();
                Thread.sleep(200);
            }
        } catch (IOException | InterruptedException gone) {
            stopped = true;
        }
    }

    void stop() {
        stopped = true;
    }

    /** The ids of the calls whose request was answered with success. */
    List<String> answered() {
        return List.copyOf(answered);
    }

    int refused() {
        return refused.get();
    }

    /** In milliseconds. */
    double percentile(int percent) {
        List<Long> sorted = new ArrayList<>(nanoseconds);
        Collections.sort(sorted);
        return sorted.isEmpty() ? 0 : sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)) / 1e6;
    }
}
