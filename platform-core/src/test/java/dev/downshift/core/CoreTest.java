package dev.downshift.core;

import dev.downshift.engine.traces.BadFiles;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;

/** A test of the domain on a real database; all such tests share one context. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = CoreTest.Application.class, properties = {
    "downshift.intake.largest-record=" + BadFiles.RECORD_LIMIT + "B", "downshift.imports.allowed-addresses=127.0.0.1", "downshift.imports.requests-per-second=10000",
    "downshift.imports.retry-pause=5ms", "downshift.imports.page-items=4", "downshift.imports.most-pages=4", "downshift.imports.settling=0s"})
public @interface CoreTest {

    /** The domain alone, as a deployable would bring it in. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    class Application {}
}
