package dev.downshift.worker.discovery;

import dev.downshift.core.jobs.JobKind;
import dev.downshift.core.tasks.DiscoveryRunId;
import dev.downshift.core.tasks.DiscoveryWork;
import dev.downshift.worker.JobSubject;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.listener.JobExecutionListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.interceptor.DefaultTransactionAttribute;

/**
 * Finds the tasks, then embeds what varies in their prompts. A step that was killed runs again from its beginning: the
 * first writes in one transaction, the second passes over what has its vector.
 */
@Configuration(proxyBeanMethods = false)
class DiscoveryJob {

    @Bean
    Job discovery(JobRepository repository, PlatformTransactionManager transactions, DiscoveryWork work) {
        return new JobBuilder("discovery", repository)
                .start(step("discover", repository, transactions, work::discover))
                .next(step("embed", repository, transactions, work::embed))
                .listener(new FailureNote(work))
                .build();
    }

    @Bean
    JobSubject discoverySubject(DiscoveryWork work) {
        return new JobSubject(JobKind.DISCOVERY, (subject, reason) -> work.fail(new DiscoveryRunId(subject), reason));
    }

    /** The work decides on its own transactions: the readings are long, and progress has to show meanwhile. */
    private static Step step(String name, JobRepository repository, PlatformTransactionManager transactions, Consumer<DiscoveryRunId> work) {
        return new StepBuilder(name, repository)
                .tasklet((contribution, chunk) -> {
                    work.accept(run(contribution.getStepExecution().getJobExecution()));
                    return RepeatStatus.FINISHED;
                }, transactions)
                .transactionAttribute(new DefaultTransactionAttribute(TransactionDefinition.PROPAGATION_NOT_SUPPORTED))
                .build();
    }

    private static DiscoveryRunId run(JobExecution execution) {
        return DiscoveryRunId.of(Objects.requireNonNull(execution.getJobParameters().getString("subject")));
    }

    private record FailureNote(DiscoveryWork work) implements JobExecutionListener {
        @Override
        public void afterJob(JobExecution execution) {
            if (execution.getStatus() == BatchStatus.FAILED) {
                work.fail(run(execution), "Discovery stopped unexpectedly. Start it again; if it stops again, the operator finds the reason in the log of the workers.");
            }
        }
    }
}
