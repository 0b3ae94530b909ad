package dev.downshift.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** A test of the pages on a real server and database; all such tests share one context. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = WebTest.Application.class, webEnvironment = WebEnvironment.RANDOM_PORT, properties = "downshift.setup-code=open sesame")
public @interface WebTest {

    /** The pages alone, as their own process has them. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    class Application {}
}
