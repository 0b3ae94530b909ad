package dev.downshift.core.tenancy;

import java.util.EnumSet;
import java.util.Set;

/** What an API key is for. A key never may more than the member who made it. Each scope but UPLOAD and GATEWAY lets it read as well. */
public enum Scope {
    READ,
    /** Uploads traces and sees how far uploads have come; no calls, tasks or results. */
    UPLOAD,
    TRAIN,
    PROMOTE,
    /** Calls through the gateway, and nothing else. */
    GATEWAY,
    /** Decides as the member who made the key. */
    APPROVE,
    /** Changes prices, the redaction policy, the incumbent endpoint, imports, and what is let in and how long it is kept. */
    SETTINGS,
    /** Makes and ends keys, none of which may more than this one. */
    KEYS;

    public Set<Permission> permissions() {
        return switch (this) {
            case READ -> EnumSet.of(Permission.VIEW);
            case UPLOAD -> EnumSet.of(Permission.UPLOAD);
            case TRAIN -> EnumSet.of(Permission.VIEW, Permission.TRAIN);
            case PROMOTE -> EnumSet.of(Permission.VIEW, Permission.REQUEST_PROMOTION);
            case GATEWAY -> EnumSet.noneOf(Permission.class);
            case SETTINGS -> EnumSet.of(Permission.VIEW, Permission.MANAGE_SETTINGS);
            case KEYS -> EnumSet.of(Permission.VIEW, Permission.MANAGE_KEYS);
            case APPROVE -> EnumSet.of(Permission.VIEW, Permission.DECIDE_PROMOTION, Permission.ROLL_BACK);
        };
    }

    /** What a member needs to make such a key. */
    Set<Permission> neededToIssue() {
        return this == GATEWAY ? EnumSet.of(Permission.UPLOAD) : permissions();
    }
}
