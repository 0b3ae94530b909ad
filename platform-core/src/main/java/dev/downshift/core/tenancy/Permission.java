package dev.downshift.core.tenancy;

/** What an actor may do inside an organization. */
public enum Permission {
    VIEW,
    UPLOAD,
    TRAIN,
    REQUEST_PROMOTION,
    DECIDE_PROMOTION,
    ROLL_BACK,
    MANAGE_MEMBERS,
    /** Makes, changes and removes owners; theirs alone, so that nobody can make himself one. */
    MANAGE_OWNERS,
    MANAGE_KEYS,
    MANAGE_SETTINGS
}
