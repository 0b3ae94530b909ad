package dev.downshift.standalone;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./downshift demo} in a process of its own, after its story. */
record Demo(Process process, JsonNode report, String output) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Pattern ADDRESS = Pattern.compile("Downshift runs on (\\S+)\\.");

    private static final Path REPORT = Path.of("target", "story.json").toAbsolutePath();

    /** Starts it with its home in a folder, and waits until the story is told. Its report stays behind, to see what took how long. */
    static Demo start(Path folder, String... options) throws IOException, InterruptedException {
        var output = folder.resolve("output.txt");
        var process = new Program(StandaloneApplication.class)
                .with("demo", "--port", "0", "--grpc-port", "0", "--home", folder.resolve("home").toString(), "--report", REPORT.toString())
                .with(options)
                .start(output);
        var deadline = Instant.now().plus(PATIENCE);
        while (!Program.read(output).contains("Ctrl-C")) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                process.destroyForcibly();
                throw new AssertionError("the story was not told: " + Program.read(output));
            }
            Thread.sleep(200);
        }
        return new Demo(process, JsonMapper.shared().readTree(REPORT), Program.read(output));
    }

    URI address() {
        return URI.create(match(ADDRESS).group(1));
    }

    String email(String person) {
        return credentials(person).group(1);
    }

    String password(String person) {
        return credentials(person).group(2);
    }

    private MatchResult credentials(String person) {
        return match(Pattern.compile("  " + person + "  (\\S+)  (\\S+)"));
    }

    private MatchResult match(Pattern pattern) {
        return pattern.matcher(output).results().findFirst().orElseThrow(() -> new AssertionError(pattern + " is not in " + output));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.onExit().get(30, TimeUnit.SECONDS);
        } catch (Exception late) {
            process.destroyForcibly();
        }
    }
}
