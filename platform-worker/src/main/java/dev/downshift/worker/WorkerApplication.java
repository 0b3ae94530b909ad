package dev.downshift.worker;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** The worker alone. It listens for its probes only. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class WorkerApplication {

    public static void main(String[] arguments) {
        var application = new SpringApplication(WorkerApplication.class);
        application.setDefaultProperties(Map.of("server.port", "8083"));
        application.run(arguments);
    }
}
