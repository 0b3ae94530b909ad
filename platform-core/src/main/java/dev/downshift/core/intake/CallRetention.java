package dev.downshift.core.intake;

import java.time.Instant;

/** Forgets the old calls of the current organization. */
public interface CallRetention {

    /**
     * What is gone.
     *
     * @param calls how many calls
     * @param messages how many messages that no call holds any more
     */
    record Forgotten(long calls, long messages) {}

    /**
     * Forgets the calls that were made, or where that is unknown uploaded, before this time, their place in tasks, and the messages
     * that no call of the time's month or later has held. Uploads, datasets and what was entered into the ledger stay. Doing it again
     * changes nothing. What is imported of that time later comes back until it is forgotten again.
     *
     * @throws org.springframework.dao.DataAccessException where people read the calls for longer than ten seconds; try again later
     */
    Forgotten forgetBefore(Instant time);
}
