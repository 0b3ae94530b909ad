package dev.downshift.standalone;

import dev.downshift.standalone.demo.DemoOptions;
import dev.downshift.standalone.demo.DemoStory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Starts web, API, gateway and worker together; {@code up} waits, {@code demo} tells the story first. */
@SpringBootApplication
public class StandaloneApplication {

    public static void main(String[] arguments) {
        var command = arguments.length == 0 ? "up" : arguments[0];
        var rest = Arrays.copyOfRange(arguments, Math.min(1, arguments.length), arguments.length);
        switch (command) {
            case "up" -> start(StandaloneOptions.parse(rest).settings());
            case "demo" -> demo(rest);
            default -> {
                System.err.println("downshift: there is no command '" + command + "'; use up or demo");
                System.exit(2);
            }
        }
    }

    static ConfigurableApplicationContext start(List<String> settings) {
        return new SpringApplication(StandaloneApplication.class).run(settings.toArray(String[]::new));
    }

    private static void demo(String[] arguments) {
        var options = new DemoOptions();
        var commandLine = new CommandLine(options);
        try {
            commandLine.parseArgs(arguments);
            options.prepareHome();
        } catch (ParameterException | IllegalStateException mistake) {
            System.err.println("downshift demo: " + mistake.getMessage());
            System.exit(2);
        }
        var context = start(new ArrayList<>(options.settings()));
        var held = context.getBean(DemoStory.class).tell(options, context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
        if (options.once()) {
            System.exit(SpringApplication.exit(context, () -> held ? 0 : 1));
        }
    }
}
