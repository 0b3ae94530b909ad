package dev.downshift.core.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Tenant;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadAheadTest {

    private static final OrganizationId ORGANIZATION = new OrganizationId(UUID.fromString("00000000-0000-4000-8000-000000000001"));

    @Test
    void readsTheNextWhileTheLastIsUsedAndNoFurther() throws Exception {
        AtomicInteger read = new AtomicInteger();
        CountDownLatch second = new CountDownLatch(2);
        try (ReadAhead<Integer> ahead = new ReadAhead<>(ORGANIZATION, () -> {
            second.countDown();
            return Optional.of(read.incrementAndGet());
        })) {
            assertThat(ahead.next()).contains(1);
            ahead.begin();
            ahead.begin();

            assertThat(second.await(10, TimeUnit.SECONDS)).as("read without being waited for").isTrue();
            assertThat(ahead.next()).contains(2);
            assertThat(read).as("nothing was begun").hasValue(2);
        }
    }

    @Test
    void readsForTheOrganization() throws IOException {
        List<OrganizationId> tenants = new CopyOnWriteArrayList<>();
        try (ReadAhead<String> ahead = new ReadAhead<>(ORGANIZATION, () -> {
            tenants.add(Tenant.current());
            return Optional.empty();
        })) {
            assertThat(ahead.next()).isEmpty();
        }
        assertThat(tenants).containsExactly(ORGANIZATION);
    }

    @Test
    void passesOnWhyItCannotBeRead() {
        for (Throwable failure : List.of(new IOException("cut off"), new IllegalStateException("own mistake"), new OutOfMemoryError("too long"))) {
            try (ReadAhead<String> ahead = new ReadAhead<>(ORGANIZATION, () -> {
                switch (failure) {
                    case IOException unreadable -> throw unreadable;
                    case RuntimeException own -> throw own;
                    case Error error -> throw error;
                    default -> throw new AssertionError(failure);
                }
            })) {
                assertThatThrownBy(ahead::next).isSameAs(failure);
            }
        }
    }

    @Test
    void isDoneReadingOnceItIsClosed() {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        try (ReadAhead<String> ahead = new ReadAhead<>(ORGANIZATION, () -> {
            begun.countDown();
            try {
                Thread.sleep(100);
            } catch (InterruptedException told) {
                ended.set(-1);
                return Optional.empty();
            }
            ended.set(1);
            return Optional.empty();
        })) {
            ahead.begin();
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        assertThat(ended).hasValue(1);
    }
}
