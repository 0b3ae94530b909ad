package dev.downshift.core.promotion;

/** Where a promotion request stands. Only a waiting one can change, and only once. */
public enum PromotionStatus {
    WAITING,
    APPROVED,
    DENIED,
    WITHDRAWN
}
