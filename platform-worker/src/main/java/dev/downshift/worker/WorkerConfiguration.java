package dev.downshift.worker;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationExcludeFilter;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;

/** Brings the worker into every deployable that has it on its class path. */
@AutoConfiguration
@EnableConfigurationProperties(WorkerProperties.class)
@ComponentScan(
        basePackages = "dev.downshift.worker",
        excludeFilters = {
            @Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class),
            @Filter(type = FilterType.CUSTOM, classes = AutoConfigurationExcludeFilter.class),
            @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = WorkerApplication.class)
        })
public class WorkerConfiguration {}
