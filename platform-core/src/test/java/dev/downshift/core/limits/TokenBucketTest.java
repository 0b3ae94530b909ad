package dev.downshift.core.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TokenBucketTest {

    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    /** Whatever is sent, over a time no more gets in than the rate allows, besides what the bucket holds and one batch of debt. */
    @Property(tries = 200)
    void overTimeNoMoreGetsInThanTheRateAllows(@ForAll @IntRange(min = 1, max = 1_000) int perSecond,
            @ForAll @Size(min = 1, max = 200) List<@IntRange(min = 1, max = 5_000) Integer> batches,
            @ForAll @IntRange(min = 0, max = 2_000) int pause) {
        TokenBucket bucket = new TokenBucket(perSecond, START);
        Instant now = START;
        long in = 0;
        int largest = 0;
        for (int batch : batches) {
            if (bucket.wait(now).isZero()) {
                bucket.take(batch);
                in += batch;
                largest = Math.max(largest, batch);
            }
            now = now.plusMillis(pause);
        }
        double seconds = Duration.between(START, now).toMillis() / 1e3;
        assertThat((double) in).isLessThanOrEqualTo(perSecond * (seconds + 5) + largest + 1e-6);
    }

    /** Whoever waits as long as she is told gets in, however large her batch is. */
    @Property(tries = 200)
    void whoeverWaitsAsToldGetsIn(@ForAll @IntRange(min = 1, max = 1_000) int perSecond, @ForAll @IntRange(min = 1, max = 100_000) int batch) {
        TokenBucket bucket = new TokenBucket(perSecond, START);
        Instant now = START;
        for (int sent = 0; sent < 5; sent++) {
            now = now.plus(bucket.wait(now));
            assertThat(bucket.wait(now)).isZero();
            bucket.take(batch);
        }
    }
}
