package dev.downshift.core.savings;

import dev.downshift.core.evaluation.EvaluationFinished;
import dev.downshift.core.intake.CallFilter;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.intake.StoredCall;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.intake.UploadIngested;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.prices.Prices;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.training.TrainingFinished;
import dev.downshift.engine.savings.MachinePrice;
import dev.downshift.engine.savings.PriceBook;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import tools.jackson.databind.JsonNode;

/** Enters into the ledger what the gateway's calls saved and cost, and what training and evaluation cost. Doing it again changes nothing. */
@Component
class LedgerKeeping {

    private static final String SERVING_MACHINE = "cpu";

    private final Uploads uploads;
    private final Calls calls;
    private final Prices prices;
    private final SavingsLedger ledger;
    private final LedgerWriter writer;

    LedgerKeeping(Uploads uploads, Calls calls, Prices prices, SavingsLedger ledger, LedgerWriter writer) {
        this.uploads = uploads;
        this.calls = calls;
        this.prices = prices;
        this.ledger = ledger;
        this.writer = writer;
    }

    @Async("background")
    @TransactionalEventListener
    void on(UploadIngested event) {
        Actor.run(Actor.system(event.organizationId()), () -> enter(event.uploadId()));
    }

    @Async("background")
    @TransactionalEventListener
    void on(TrainingFinished event) {
        Actor.run(Actor.system(event.organization()), () -> ledger.spent(LedgerEntry.Kind.TRAINING, event.task(), event.run().value(), event.cost(),
                prices.current().version(), event.at()));
    }

    @Async("background")
    @TransactionalEventListener
    void on(EvaluationFinished event) {
        BigDecimal cost = event.cost();
        if (cost != null) {
            Actor.run(Actor.system(event.organization()), () -> ledger.spent(LedgerEntry.Kind.EVALUATION, event.task(), event.evaluation().value(), cost,
                    prices.current().version(), event.at()));
        }
    }

    /** Enters the calls of an upload, if the gateway wrote it: nobody else's word about routes is taken. */
    void enter(UploadId upload) {
        if (uploads.get(upload).source() != Upload.Source.GATEWAY) {
            return;
        }
        PriceBook book = prices.current();
        MachinePrice machine = book.machine(SERVING_MACHINE);
        try (Stream<StoredCall> routed = calls.stream(CallFilter.of(upload))) {
            writer.write(routed.flatMap(call -> read(call).stream())
                    .flatMap(call -> call.amounts(book, machine).stream().map(amount -> new LedgerWriter.Line(call, amount))));
        }
    }

    private static Optional<RoutedCall> read(StoredCall call) {
        JsonNode routed = call.routed();
        return routed == null
                ? Optional.empty()
                : RoutedCall.read(call.id().value(), routed, call.call().model(), call.usage(), call.orderedAt());
    }
}
