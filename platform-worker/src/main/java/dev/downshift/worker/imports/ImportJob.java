package dev.downshift.worker.imports;

import dev.downshift.core.imports.DueImports;
import dev.downshift.core.imports.ImportRunId;
import dev.downshift.core.imports.ImportWork;
import dev.downshift.core.jobs.JobKind;
import dev.downshift.worker.JobSubject;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.listener.JobExecutionListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.interceptor.DefaultTransactionAttribute;

/** Fetches a page at a time. A killed worker's run goes on after the last page that intake has. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class ImportJob {

    private static final Logger LOG = LoggerFactory.getLogger(ImportJob.class);

    private final DueImports due;

    ImportJob(DueImports due) {
        this.due = due;
    }

    @Bean("import")
    Job importing(JobRepository repository, PlatformTransactionManager transactions, ImportWork work) {
        Step fetch = new StepBuilder("fetch", repository)
                .tasklet((contribution, chunk) -> RepeatStatus.continueIf(
                        work.advance(subject(chunk.getStepContext().getStepExecution().getJobParameters()))), transactions)
                .transactionAttribute(withoutTransaction())
                .build();
        return new JobBuilder("import", repository).listener(new SayWhy(work)).start(fetch).build();
    }

    @Bean
    JobSubject importSubject(ImportWork work) {
        return new JobSubject(JobKind.IMPORT, (subject, reason) -> work.fail(new ImportRunId(subject), reason));
    }

    @Scheduled(initialDelayString = "PT5S", fixedDelayString = "PT15S")
    void requestDue() {
        try {
            due.request();
        } catch (DataAccessException failure) {
            LOG.warn("Imports that are due could not be asked for: {}", failure.getMessage());
        }
    }

    /** Sources take seconds to answer, and no connection waits for them: the work opens its own short transactions. */
    private static DefaultTransactionAttribute withoutTransaction() {
        return new DefaultTransactionAttribute(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
    }

    private static ImportRunId subject(JobParameters parameters) {
        return ImportRunId.of(Objects.requireNonNull(parameters.getString("subject")));
    }

    /** Tells people why a run failed of what its work did not expect. */
    private record SayWhy(ImportWork work) implements JobExecutionListener {
        @Override
        public void afterJob(JobExecution execution) {
            if (execution.getStatus() == BatchStatus.FAILED) {
                work.fail(subject(execution.getJobParameters()), "The run stopped unexpectedly.");
            }
        }
    }
}
