package dev.downshift.standalone;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** A test of everything in one process, as {@code ./downshift up} starts it; all such tests share one context. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = StandaloneApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "downshift.gateway.allow-private-incumbents=true",
            "downshift.gateway.log-rotation=1s",
            "downshift.telemetry.grpc-port=0"
        })
public @interface StandaloneTest {}
