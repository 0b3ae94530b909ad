package dev.downshift.core;

import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationExcludeFilter;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.modulith.Modulithic;
import org.springframework.scheduling.annotation.EnableAsync;

/** Brings the domain into every deployable that has it on its class path. */
@AutoConfiguration(before = {HibernateJpaAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class})
@ComponentScan(
        basePackages = "dev.downshift.core",
        excludeFilters = {
            @Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class),
            @Filter(type = FilterType.CUSTOM, classes = AutoConfigurationExcludeFilter.class)
        })
@EntityScan("dev.downshift.core")
@EnableJpaRepositories("dev.downshift.core")
@EnableAsync
@Modulithic(systemName = "Downshift")
public class CoreAutoConfiguration {

    @Bean
    DownshiftHome downshiftHome(@Value("${downshift.home}") Path home) {
        return new DownshiftHome(home.toAbsolutePath().normalize());
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** For what follows from an event. Its threads are no virtual ones, which would keep the carriers from those that answer requests. */
    @Bean(defaultCandidate = false)
    SimpleAsyncTaskExecutor background() {
        return new SimpleAsyncTaskExecutor(work -> Thread.ofPlatform().name("background").unstarted(() -> {
            Niceness.BACKGROUND.apply();
            work.run();
        }));
    }
}
