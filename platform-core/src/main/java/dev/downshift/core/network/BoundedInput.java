package dev.downshift.core.network;

import dev.downshift.core.WatchedInput;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** The bytes of an answer from a source that may mean ill: no more of them than the caller takes, and none that trickle. */
public final class BoundedInput extends WatchedInput {

    /** What a source sends at least, after {@link #GRACE}: a slower one would hold a place that others wait for. */
    static final long LEAST_A_SECOND = 100_000;
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final Runnable giveUp;
    private final long most;
    private final long graceNanos;
    private final long begun = System.nanoTime();
    private long total;

    /**
     * Bounds a stream.
     *
     * @param most bytes; one more throws {@link OutboundHttp.TooLarge}
     * @param giveUp breaks the connection, for closing a stream of an answer may read it to its end
     */
    public BoundedInput(InputStream bytes, long most, Runnable giveUp) {
        this(bytes, most, giveUp, GRACE);
    }

    BoundedInput(InputStream bytes, long most, Runnable giveUp, Duration grace) {
        super(bytes);
        this.most = most;
        this.giveUp = giveUp;
        this.graceNanos = grace.toNanos();
    }

    @Override
    protected void taken(long count) throws IOException {
        total += count;
        if (total > most) {
            giveUp.run();
            throw new OutboundHttp.TooLarge(most);
        }
        long nanos = System.nanoTime() - begun - graceNanos;
        if (nanos > 0 && total < nanos / 1e9 * LEAST_A_SECOND) {
            giveUp.run();
            throw new IOException("The source sends less than " + LEAST_A_SECOND / 1000 + " kB a second.");
        }
    }
}
