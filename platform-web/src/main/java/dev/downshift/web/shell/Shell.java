package dev.downshift.web.shell;

import dev.downshift.core.tenancy.Membership;
import dev.downshift.core.tenancy.Permission;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the frame around every page shows: where the person is, and what waits for her.
 *
 * @param organizations the other organizations she may go to
 * @param waitingPromotions the requests that she may decide
 */
public record Shell(
        String organization,
        List<Membership> organizations,
        String person,
        String role,
        Set<Permission> permissions,
        int waitingPromotions) {

    /** Whether she may do this, so that a page shows no button that would refuse her: {@code shell.may('UPLOAD')}. */
    public boolean may(String permission) {
        return permissions.contains(Permission.valueOf(permission.toUpperCase(Locale.ROOT)));
    }
}
