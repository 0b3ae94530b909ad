package dev.downshift.worker.intake;

import dev.downshift.core.intake.Ingest;
import dev.downshift.core.intake.RawFiles;
import dev.downshift.core.intake.RecordBatch;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.jobs.JobKind;
import dev.downshift.worker.JobSubject;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.PlatformTransactionManager;

/** The ingest of an upload, a batch of records a transaction, and the deletion of raw files that were kept long enough. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class IngestJob {

    private static final Logger LOG = LoggerFactory.getLogger(IngestJob.class);

    private final RawFiles rawFiles;

    IngestJob(RawFiles rawFiles) {
        this.rawFiles = rawFiles;
    }

    @Bean
    Job ingest(JobRepository repository, PlatformTransactionManager transactions, IngestItems items, IngestEnd end) {
        return new JobBuilder("ingest", repository)
                .start(new StepBuilder("ingest", repository)
                        .<RecordBatch, RecordBatch>chunk(1)
                        .transactionManager(transactions)
                        .reader(items)
                        .writer(items)
                        .stream(items)
                        .listener(end)
                        .build())
                .build();
    }

    @Bean
    JobSubject uploadSubject(Ingest work) {
        return new JobSubject(JobKind.INGEST, (subject, reason) -> work.fail(new UploadId(subject), reason),
                subject -> work.finish(new UploadId(subject)));
    }

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT10M")
    void deleteRawFiles() {
        try {
            rawFiles.deleteExpired();
        } catch (IOException failure) {
            LOG.warn("Raw files could not be deleted: {}", failure.getMessage());
        }
    }
}
