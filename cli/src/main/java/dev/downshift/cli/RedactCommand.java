package dev.downshift.cli;

import dev.downshift.engine.privacy.Finding;
import dev.downshift.engine.privacy.InvalidPolicy;
import dev.downshift.engine.privacy.Redacted;
import dev.downshift.engine.privacy.Redactor;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Prints the records of a file with personal data and secrets replaced, one JSON value a line. */
@Command(
        name = "redact",
        description = "Prints the records of a file with personal data and secrets replaced, by surrogates if not said otherwise.",
        mixinStandardHelpOptions = true,
        footer = {"", "A record is any JSON: a line of a JSON lines file, or an element of an array. A line that is not JSON is reported and left out;",
            "where records do not stand on lines of their own, the first that is not JSON is reported, and nothing behind it is read.",
            "Exit code: 0 when every record was redacted, 1 when one was left out or the file could not be opened, 2 for wrong usage and a policy that cannot be used."})
final class RedactCommand implements Callable<Integer> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "JSON lines or a JSON array, gzip or not; - is the standard input.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(names = "--findings", paramLabel = "FILE", description = "Where to write what was found, one JSON object a line; never the values.")
    private @Nullable Path findings;

    @Option(names = "--key-file", paramLabel = "FILE", defaultValue = "${env:DOWNSHIFT_HOME:-.downshift}/redaction.key",
            description = "The key surrogates depend on; made on first use. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private Path key;

    @Mixin
    private final PolicyOptions policy = new PolicyOptions();

    @Option(names = "--stats", description = "Prints how much was found, by type and rule, and megabytes a second, to the standard error.")
    private boolean stats;

    @Override
    public Integer call() throws IOException {
        PrintWriter errors = spec.commandLine().getErr();
        RedactionCounts counts = new RedactionCounts();
        try (InputStream input = file.toString().equals("-") ? System.in : Files.newInputStream(file);
                Writer out = new BufferedWriter(new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8), 1 << 16);
                Writer found = findings == null ? Writer.nullWriter() : Files.newBufferedWriter(findings)) {
            Redactor redactor = Redactor.with(policy.policy(), SurrogateKey.at(key, errors));
            JsonRecords records = new JsonRecords(input);
            for (JsonRecords.Item item = records.next(); item != null; item = records.next()) {
                if (item.value() == null) {
                    errors.println(file + ": record " + item.number() + " is left out: " + item.problem());
                } else {
                    print(redactor.redact(item.value()), item.number(), out, found, counts);
                }
            }
            if (stats) {
                counts.print(errors);
            }
            return records.problems() == 0 ? 0 : 1;
        } catch (NoSuchFileException missing) {
            errors.println(missing.getFile() + ": there is no such file or folder");
            return 1;
        } catch (InvalidPolicy wrong) {
            errors.println(wrong.getMessage());
            return 2;
        } finally {
            errors.flush();
        }
    }

    private static void print(Redacted<JsonNode> redacted, long number, Writer out, Writer found, RedactionCounts counts) throws IOException {
        String line = JSON.writeValueAsString(redacted.value());
        counts.add(redacted.findings(), line.length());
        out.write(line);
        out.write('\n');
        for (Finding finding : redacted.findings()) {
            ObjectNode entry = JSON.createObjectNode().put("record", number).put("pointer", finding.pointer()).put("start", finding.start())
                    .put("end", finding.end()).put("type", finding.type().name()).put("rule", finding.rule()).put("score", finding.score());
            found.write(JSON.writeValueAsString(entry));
            found.write('\n');
        }
    }
}
