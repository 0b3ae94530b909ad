package dev.downshift.core.tenancy;

import static dev.downshift.core.tenancy.Permission.DECIDE_PROMOTION;
import static dev.downshift.core.tenancy.Permission.MANAGE_OWNERS;
import static dev.downshift.core.tenancy.Permission.REQUEST_PROMOTION;
import static dev.downshift.core.tenancy.Permission.ROLL_BACK;
import static dev.downshift.core.tenancy.Permission.TRAIN;
import static dev.downshift.core.tenancy.Permission.UPLOAD;
import static dev.downshift.core.tenancy.Permission.VIEW;

import java.util.EnumSet;
import java.util.Set;

/** What a member is in an organization. */
public enum Role {
    OWNER,
    ADMIN,
    APPROVER,
    ENGINEER,
    VIEWER;

    public Set<Permission> permissions() {
        return switch (this) {
            case OWNER -> EnumSet.allOf(Permission.class);
            case ADMIN -> EnumSet.complementOf(EnumSet.of(MANAGE_OWNERS));
            case APPROVER -> EnumSet.of(VIEW, DECIDE_PROMOTION, ROLL_BACK);
            case ENGINEER -> EnumSet.of(VIEW, UPLOAD, TRAIN, REQUEST_PROMOTION);
            case VIEWER -> EnumSet.of(VIEW);
        };
    }

    public boolean may(Permission permission) {
        return permissions().contains(permission);
    }
}
