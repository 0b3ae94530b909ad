package dev.downshift.standalone;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts web, API, gateway and worker together. */
@SpringBootApplication
public class StandaloneApplication {

    public static void main(String[] arguments) {
        var command = arguments.length == 0 ? "up" : arguments[0];
        var rest = Arrays.copyOfRange(arguments, Math.min(1, arguments.length), arguments.length);
        switch (command) {
            case "up" -> start(StandaloneOptions.parse(rest).settings());
            default -> {
                System.err.println("downshift: there is no command '" + command + "'; use up");
                System.exit(2);
            }
        }
    }

    static ConfigurableApplicationContext start(List<String> settings) {
        var application = new SpringApplication(StandaloneApplication.class);
        // On one machine the incumbent may well be on loopback; whoever starts this is the operator.
        application.setDefaultProperties(Map.of("downshift.gateway.allow-private-incumbents", "true"));
        return application.run(settings.toArray(String[]::new));
    }
}
