package dev.downshift.worker.training;

import dev.downshift.core.jobs.JobKind;
import dev.downshift.core.training.TrainingJournal;
import dev.downshift.core.training.TrainingRunId;
import dev.downshift.worker.JobSubject;
import java.util.Objects;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.interceptor.DefaultTransactionAttribute;

/** One step that may be begun again: the trainer keeps its own place. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TrainingProperties.class)
class TrainingJob {

    @Bean
    Job training(JobRepository repository, PlatformTransactionManager transactions, TrainingWork work) {
        Step train = new StepBuilder("train", repository)
                .tasklet((contribution, chunk) -> {
                    work.run(TrainingRunId.of(Objects.requireNonNull(
                            chunk.getStepContext().getStepExecution().getJobParameters().getString("subject"))));
                    return RepeatStatus.FINISHED;
                }, transactions)
                .transactionAttribute(new DefaultTransactionAttribute(TransactionDefinition.PROPAGATION_NOT_SUPPORTED))
                .build();
        return new JobBuilder("training", repository).start(train).build();
    }

    @Bean
    JobSubject trainingSubject(TrainingJournal work) {
        return new JobSubject(JobKind.TRAINING, (subject, reason) -> work.fail(new TrainingRunId(subject), reason));
    }

    @Bean
    TrainingBackend trainingBackend(TrainingProperties properties) {
        return new TrainingBackend(properties.interpreter(), properties.trainerFolder());
    }
}
