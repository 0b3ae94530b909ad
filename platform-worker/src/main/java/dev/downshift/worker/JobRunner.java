package dev.downshift.worker;

import dev.downshift.core.jobs.JobKind;
import dev.downshift.core.tenancy.Actor;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobExecutionNotRunningException;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.stereotype.Component;

/**
 * Runs the Spring Batch job of a request to its end, as the system acting for the request's organization.
 *
 * <p>The caller holds the request, so an execution of it that the repository still shows as running has lost its worker:
 * it is recovered and goes on from its last committed chunk.
 */
@Component
class JobRunner {

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    private final Map<String, Job> jobs;
    private final JobOperator operator;
    private final JobRepository repository;
    private final Set<JobRequest> running = ConcurrentHashMap.newKeySet();

    JobRunner(Map<String, Job> jobs, JobOperator operator, JobRepository repository) {
        this.jobs = jobs;
        this.operator = operator;
        this.repository = repository;
    }

    /** Whether this worker knows how to do a kind of job. */
    boolean knows(JobKind kind) {
        return jobs.containsKey(kind.jobName());
    }

    BatchStatus run(JobRequest request) throws JobExecutionException {
        running.add(request);
        try {
            return Actor.call(Actor.system(request.organization()), () -> startOrGoOn(request));
        } finally {
            running.remove(request);
        }
    }

    /** Asks every running job to come to a restartable point. */
    void stopAll() {
        running.forEach(request -> Actor.run(Actor.system(request.organization()), () -> stop(request)));
    }

    private BatchStatus startOrGoOn(JobRequest request) throws JobExecutionException {
        var job = Objects.requireNonNull(jobs.get(request.kind().jobName()));
        var last = lastExecution(request);
        if (last == null) {
            forgetInstanceWithoutExecution(request);
            return operator.start(job, parameters(request)).getStatus();
        }
        if (last.getStatus() == BatchStatus.COMPLETED && request.kind().repeats()) {
            repository.deleteJobInstance(last.getJobInstance());
            return operator.start(job, parameters(request)).getStatus();
        }
        if (last.getStatus() == BatchStatus.COMPLETED) {
            return last.getStatus();
        }
        if (last.isRunning() || last.getStatus() == BatchStatus.UNKNOWN) {
            LOG.info("{} of {} lost its worker; going on where it stopped", request.kind(), request.subject());
            last = operator.recover(last);
        }
        return operator.restart(last).getStatus();
    }

    /** Whoever died between making the instance and its first execution left one that can neither be started nor restarted. */
    private void forgetInstanceWithoutExecution(JobRequest request) {
        var instance = repository.getJobInstance(request.kind().jobName(), parameters(request));
        if (instance != null) {
            repository.deleteJobInstance(instance);
        }
    }

    private void stop(JobRequest request) {
        var execution = lastExecution(request);
        try {
            if (execution != null && execution.isRunning()) {
                operator.stop(execution);
            }
        } catch (JobExecutionNotRunningException ended) {
            LOG.debug("{} of {} ended by itself", request.kind(), request.subject());
        }
    }

    private @Nullable JobExecution lastExecution(JobRequest request) {
        return repository.getLastJobExecution(request.kind().jobName(), parameters(request));
    }

    private static JobParameters parameters(JobRequest request) {
        return new JobParametersBuilder()
                .addString("organization", request.organization().toString())
                .addString("subject", request.subject().toString())
                .toJobParameters();
    }
}
