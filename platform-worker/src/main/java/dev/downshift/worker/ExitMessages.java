package dev.downshift.worker;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.MethodBeforeAdvice;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.target.SingletonTargetSource;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Lets the job repository keep the kinds of what went wrong and not its words, which Spring Batch would write there with the whole stack: the
 * database's own messages quote rows, and those tables have no tenant. The words are in the log.
 */
@Component
class ExitMessages implements BeanPostProcessor {

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (!(bean instanceof JobRepository)) {
            return bean;
        }
        ProxyFactory repository = new ProxyFactory(JobRepository.class, new SingletonTargetSource(bean));
        repository.addAdvice((MethodBeforeAdvice) (method, arguments, target) -> Stream.of(arguments).forEach(ExitMessages::cut));
        return repository.getProxy();
    }

    private static void cut(@Nullable Object argument) {
        if (argument instanceof StepExecution step) {
            step.setExitStatus(cut(step.getExitStatus(), step.getFailureExceptions()));
        } else if (argument instanceof JobExecution job) {
            job.setExitStatus(cut(job.getExitStatus(), job.getAllFailureExceptions()));
        }
    }

    private static ExitStatus cut(ExitStatus status, List<Throwable> failures) {
        return new ExitStatus(status.getExitCode(), failures.stream().map(ExitMessages::kinds).distinct().collect(Collectors.joining("; ")));
    }

    private static String kinds(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).map(cause -> cause.getClass().getName()).collect(Collectors.joining(" by "));
    }
}
