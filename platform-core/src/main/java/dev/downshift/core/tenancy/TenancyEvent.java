package dev.downshift.core.tenancy;

import java.util.Map;

/** Something about members, invitations or keys that the audit trail has to hold, in the transaction that did it. */
public record TenancyEvent(String action, String subjectType, Object subjectId, Map<String, ?> details) {}
