package dev.downshift.gateway.chat;

import dev.downshift.gateway.log.CallLog;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts finished calls and hands them to the log. */
@Component
class CallRecords {

    private final CallLog log;
    private final MeterRegistry meters;

    CallRecords(CallLog log, MeterRegistry meters) {
        this.log = log;
        this.meters = meters;
    }

    void finish(CallRecord record) {
        meters.counter("downshift.gateway.calls", "served_by", record.servedBy(), "mode", record.mode(),
                        "fallback", record.fallback().map(Doubt::code).orElse("none"))
                .increment();
        record.line().ifPresent(line -> log.add(record.organization(), line));
    }
}
