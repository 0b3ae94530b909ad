package dev.downshift.core.tenancy;

import dev.downshift.core.AccessDenied;
import java.util.EnumSet;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who does something in an organization, and what they may do.
 *
 * @param id of the person or of the API key; null for the system
 * @param person the person who acts, or who made the API key that acts
 * @param name as shown to people and written into the audit trail
 */
public record Actor(
        Kind kind,
        @Nullable UUID id,
        @Nullable PersonId person,
        String name,
        OrganizationId organization,
        Set<Permission> permissions) {

    private static final ScopedValue<Actor> CURRENT = ScopedValue.newInstance();

    public Actor {
        permissions = Set.copyOf(permissions);
    }

    public enum Kind {
        PERSON,
        API_KEY,
        SYSTEM
    }

    /** Downshift itself, at work for an organization. */
    public static Actor system(OrganizationId organization) {
        return new Actor(Kind.SYSTEM, null, null, "Downshift", organization, EnumSet.allOf(Permission.class));
    }

    public static Actor current() {
        if (!CURRENT.isBound()) {
            throw new NoSuchElementException("nobody acts");
        }
        return CURRENT.get();
    }

    /** Works as this actor, for the actor's organization. */
    public static void run(Actor actor, Runnable work) {
        call(actor, () -> {
            work.run();
            return true;
        });
    }

    public static <T extends @Nullable Object, X extends Throwable> T call(Actor actor, ScopedValue.CallableOp<T, X> work)
            throws X {
        return Tenant.call(actor.organization(), () -> ScopedValue.where(CURRENT, actor).call(work));
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    /** The person behind this actor; the system has none and may not do what takes one. */
    public PersonId requirePerson() {
        if (person == null) {
            throw new AccessDenied("This takes a person.");
        }
        return person;
    }

    public void require(Permission permission) {
        if (!may(permission)) {
            throw new AccessDenied(name + " may not do this; it takes the permission '"
                    + permission.name().toLowerCase(Locale.ROOT).replace('_', ' ') + "'.");
        }
    }
}
