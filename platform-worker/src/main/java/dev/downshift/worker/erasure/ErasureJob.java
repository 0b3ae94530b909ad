package dev.downshift.worker.erasure;

import dev.downshift.core.dataprotection.ErasureId;
import dev.downshift.core.dataprotection.ErasureWork;
import dev.downshift.core.jobs.JobKind;
import dev.downshift.worker.JobSubject;
import java.util.Objects;
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
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.interceptor.DefaultTransactionAttribute;

/** Erases some calls at a time. A killed worker's erasure goes on with the calls that are left. */
@Configuration(proxyBeanMethods = false)
class ErasureJob {

    @Bean
    Job erasure(JobRepository repository, PlatformTransactionManager transactions, ErasureWork work) {
        Step erase = new StepBuilder("erase", repository)
                .tasklet((contribution, chunk) -> RepeatStatus.continueIf(
                        work.advance(subject(chunk.getStepContext().getStepExecution().getJobParameters()))), transactions)
                .transactionAttribute(new DefaultTransactionAttribute(TransactionDefinition.PROPAGATION_NOT_SUPPORTED))
                .build();
        return new JobBuilder("erasure", repository).listener(new SayWhy(work)).start(erase).build();
    }

    @Bean
    JobSubject erasureSubject(ErasureWork work) {
        return new JobSubject(JobKind.ERASURE, (subject, reason) -> work.fail(new ErasureId(subject), reason));
    }

    private static ErasureId subject(JobParameters parameters) {
        return ErasureId.of(Objects.requireNonNull(parameters.getString("subject")));
    }

    /** Tells people that it stopped; what is erased stays so. */
    private record SayWhy(ErasureWork work) implements JobExecutionListener {
        @Override
        public void afterJob(JobExecution execution) {
            if (execution.getStatus() == BatchStatus.FAILED) {
                work.fail(subject(execution.getJobParameters()), "The erasure stopped unexpectedly. Go on with it; if it stops again, the operator finds the reason in the log of the workers.");
            }
        }
    }
}
