package dev.downshift.core.tenancy;

import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The organization on whose behalf the running code works. Each transaction takes it over when it begins; it does not
 * follow into other threads.
 */
public final class Tenant {

    private static final ScopedValue<Binding> BOUND = ScopedValue.newInstance();

    private Tenant() {}

    private record Binding(@Nullable OrganizationId organization, @Nullable PersonId person) {}

    public static void run(OrganizationId organization, Runnable work) {
        call(organization, () -> {
            work.run();
            return true;
        });
    }

    /** Works for an organization. Refused inside a transaction of another one, which could not change its tenant. */
    public static <T extends @Nullable Object, X extends Throwable> T call(
            OrganizationId organization, ScopedValue.CallableOp<T, X> work) throws X {
        return bind(new Binding(organization, null), work);
    }

    /** Works for a person before she has chosen an organization: what is read then is what she is a member of. */
    public static <T extends @Nullable Object, X extends Throwable> T asPerson(
            PersonId person, ScopedValue.CallableOp<T, X> work) throws X {
        return bind(new Binding(null, person), work);
    }

    public static OrganizationId current() {
        return currentIfAny().orElseThrow(() -> new NoSuchElementException("no organization is set"));
    }

    public static Optional<OrganizationId> currentIfAny() {
        return BOUND.isBound() ? Optional.ofNullable(BOUND.get().organization()) : Optional.empty();
    }

    static Optional<PersonId> personIfAny() {
        return BOUND.isBound() ? Optional.ofNullable(BOUND.get().person()) : Optional.empty();
    }

    private static <T extends @Nullable Object, X extends Throwable> T bind(
            Binding binding, ScopedValue.CallableOp<T, X> work) throws X {
        Binding current = BOUND.isBound() ? BOUND.get() : null;
        if (TransactionSynchronizationManager.isActualTransactionActive() && !Objects.equals(current, binding)) {
            throw new IllegalStateException("a transaction keeps the organization it began with");
        }
        return ScopedValue.where(BOUND, binding).call(work);
    }
}
