package dev.downshift.core.training;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Loads and saves the aggregates of training runs. */
@Transactional(readOnly = true)
interface StoredRuns extends Repository<TrainingRun, UUID> {

    Optional<TrainingRun> findById(UUID id);

    @Transactional
    TrainingRun save(TrainingRun run);
}
