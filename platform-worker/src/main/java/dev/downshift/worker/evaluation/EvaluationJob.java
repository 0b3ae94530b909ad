package dev.downshift.worker.evaluation;

import dev.downshift.core.evaluation.EvaluationId;
import dev.downshift.core.evaluation.EvaluationWork;
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

/** Asks a few examples at a time, then concludes. A killed worker's evaluation goes on with the first example that has no answers. */
@Configuration(proxyBeanMethods = false)
class EvaluationJob {

    @Bean
    Job evaluation(JobRepository repository, PlatformTransactionManager transactions, EvaluationWork work) {
        Step ask = new StepBuilder("ask", repository)
                .tasklet((contribution, chunk) -> RepeatStatus.continueIf(
                        work.advance(subject(chunk.getStepContext().getStepExecution().getJobParameters()))), transactions)
                .transactionAttribute(withoutTransaction())
                .build();
        Step conclude = new StepBuilder("conclude", repository)
                .tasklet((contribution, chunk) -> {
                    work.finish(subject(chunk.getStepContext().getStepExecution().getJobParameters()));
                    return RepeatStatus.FINISHED;
                }, transactions)
                .transactionAttribute(withoutTransaction())
                .build();
        return new JobBuilder("evaluation", repository).listener(new SayWhy(work)).start(ask).next(conclude).build();
    }

    @Bean
    JobSubject evaluationSubject(EvaluationWork work) {
        return new JobSubject(JobKind.EVALUATION, (subject, reason) -> work.fail(new EvaluationId(subject), reason));
    }

    /** Models take seconds to answer, and no connection waits for them: the work opens its own short transactions. */
    private static DefaultTransactionAttribute withoutTransaction() {
        return new DefaultTransactionAttribute(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
    }

    private static EvaluationId subject(JobParameters parameters) {
        return EvaluationId.of(Objects.requireNonNull(parameters.getString("subject")));
    }

    /** Tells people why an evaluation failed. */
    private record SayWhy(EvaluationWork work) implements JobExecutionListener {
        @Override
        public void afterJob(JobExecution execution) {
            if (execution.getStatus() == BatchStatus.FAILED) {
                String reason = execution.getAllFailureExceptions().stream().map(Throwable::getMessage).filter(Objects::nonNull).findFirst()
                        .orElse("The evaluation stopped unexpectedly.");
                work.fail(subject(execution.getJobParameters()), reason);
            }
        }
    }
}
