package dev.downshift.core.intake;

import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Deletes calls, and then the messages that none of the others refers to. */
@Component
class StoredCallRetention implements CallRetention {

    private final JdbcClient jdbc;
    private final UnusedMessages unused;

    StoredCallRetention(JdbcClient jdbc, UnusedMessages unused) {
        this.jdbc = jdbc;
        this.unused = unused;
    }

    @Override
    @Transactional
    public Forgotten forgetBefore(Instant time) {
        int calls = jdbc.sql("delete from llm_call where organization_id = current_organization() and ordered_at < ?").param(time.atOffset(ZoneOffset.UTC)).update();
        int messages = calls == 0 ? 0 : unused.delete();
        return new Forgotten(calls, messages);
    }
}
