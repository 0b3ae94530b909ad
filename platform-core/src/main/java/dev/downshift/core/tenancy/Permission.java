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
    MANAGE_KEYS,
    MANAGE_SETTINGS
}
