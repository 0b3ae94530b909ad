package dev.downshift.worker;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.batch.core.configuration.support.JdbcDefaultBatchConfiguration;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Isolation;

/** Workers on one database, each of which can be ended at any of its statements. */
final class MortalWorkers {

    private final MortalDatabase database;
    private final ApplicationContext application;

    MortalWorkers(DataSource database, ApplicationContext application) {
        this.database = (MortalDatabase) database;
        this.application = application;
    }

    /** A life in which nothing runs yet, and that ends at the step that has this word for the so many-th time. */
    MortalDatabase.Life life(String word, long times) {
        return database.life(word, times);
    }

    /** A worker, run by a thread of a life, that reads uploads and does nothing else. Its queue, jobs and repository of jobs are its own, as in a process. */
    void work(int atOnce) {
        WorkerProperties properties = new WorkerProperties(Duration.ofMillis(20), Duration.ofSeconds(1), Duration.ofSeconds(1),
                new WorkerProperties.Concurrency(atOnce, 0, 0, 0, 0, 0));
        AnnotationConfigApplicationContext process = new AnnotationConfigApplicationContext();
        process.setParent(application);
        process.registerBean("jobClaims", JobClaims.class);
        process.registerBean("jobArrivals", JobArrivals.class);
        process.registerBean("jobRunner", JobRunner.class);
        process.registerBean("jobLoop", JobLoop.class, () -> new JobLoop(process.getBean(JobClaims.class), process.getBean(JobArrivals.class),
                process.getBean(JobRunner.class), properties,
                List.copyOf(application.getBeansOfType(JobSubject.class).values())));
        process.register(Worker.class);
        process.refresh();
    }

    /** A test with such workers; the application's own does not read uploads. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @SpringBootTest(classes = WorkerApplication.class, webEnvironment = SpringBootTest.WebEnvironment.NONE,
            properties = {"downshift.worker.concurrency.ingest=0", "downshift.worker.concurrency.discovery=0", "downshift.worker.concurrency.training=0",
                "downshift.worker.events-lost-after=0s"})
    @Import(Mortality.class)
    @interface Test {}

    @Configuration(proxyBeanMethods = false)
    @ComponentScan("dev.downshift.worker.intake")
    static class Worker extends JdbcDefaultBatchConfiguration {
        private final DataSource database;
        private final PlatformTransactionManager transactions;

        Worker(DataSource database, PlatformTransactionManager transactions) {
            this.database = database;
            this.transactions = transactions;
        }

        @Override
        protected DataSource getDataSource() {
            return database;
        }

        @Override
        protected PlatformTransactionManager getTransactionManager() {
            return transactions;
        }

        @Override
        protected Isolation getIsolationLevelForCreate() {
            return Isolation.READ_COMMITTED;
        }
    }

    @TestConfiguration
    static class Mortality {

        @Bean
        static BeanPostProcessor mortal() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) throws BeansException {
                    try {
                        return bean instanceof DataSource database && name.equals("dataSource") ? MortalDatabase.in(database) : bean;
                    } catch (SQLException noPool) {
                        throw new IllegalStateException(noPool);
                    }
                }
            };
        }

        @Bean
        MortalWorkers mortalWorkers(DataSource database, ApplicationContext application) {
            return new MortalWorkers(database, application);
        }
    }
}
