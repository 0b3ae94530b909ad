package dev.downshift.cli;

import dev.downshift.engine.traces.CallWriter;
import dev.downshift.engine.traces.ExportFormat;
import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.RejectedRecord;
import dev.downshift.engine.traces.TraceReader;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the calls of trace files in one format, canonical JSON lines unless told otherwise; what cannot be read goes to stderr. */
@Command(
        name = "read",
        description = "Prints the calls of trace files as JSON lines, or converts them to another format.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit code: 0 when every file held calls, 1 when one held none or could not be opened, 2 for wrong usage."})
final class ReadCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Trace files, compressed, in archives or neither; - is the standard input.")
    private List<Path> files = List.of();

    @Option(names = "--max-record-bytes", paramLabel = "N", defaultValue = "" + TraceReader.DEFAULT_RECORD_LIMIT,
            description = "Longest record that is read. Default: ${DEFAULT-VALUE}.")
    private int recordLimit;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "CANONICAL",
            description = "jsonl (OpenAI's requests and responses), otlp (OpenTelemetry's spans), parquet (a table), or canonical. Default: canonical.")
    private ExportFormat format = ExportFormat.CANONICAL;

    @Option(names = "--output", paramLabel = "FILE", description = "Where to write; the standard output if left out.")
    private @Nullable Path output;

    @Override
    public Integer call() throws IOException {
        PrintWriter errors = spec.commandLine().getErr();
        if (output != null && files.stream().anyMatch(this::isOutput)) {
            errors.println(output + ": is read and written at once; name another file to write");
            return 2;
        }
        boolean allHeldCalls = true;
        try (OutputStream out = new BufferedOutputStream(output == null ? new FileOutputStream(FileDescriptor.out) : Files.newOutputStream(output), 1 << 16)) {
            CallWriter writer = format.writer(out);
            for (Path file : files) {
                allHeldCalls &= print(file, writer, errors);
            }
            writer.finish();
        }
        return allHeldCalls ? 0 : 1;
    }

    private boolean isOutput(Path file) {
        try {
            return Files.exists(file) && Files.isSameFile(file, Objects.requireNonNull(output));
        } catch (IOException unknown) {
            return false;
        }
    }

    private boolean print(Path file, CallWriter out, PrintWriter errors) throws IOException {
        Printer printer = new Printer(file, out, errors);
        if (Files.isDirectory(file)) {
            errors.println(file + ": is a folder; name the files in it");
            return false;
        }
        try (InputStream input = file.toString().equals("-") ? System.in : Files.newInputStream(file)) {
            TraceReader.withRecordLimit(recordLimit, Instant.now()).read(input, 0, printer);
        } catch (NoSuchFileException missing) {
            errors.println(file + ": there is no such file");
        }
        errors.flush();
        return printer.calls > 0;
    }

    private static final class Printer implements TraceReader.Sink {
        private final Path file;
        private final CallWriter out;
        private final PrintWriter errors;
        private long calls;

        Printer(Path file, CallWriter out, PrintWriter errors) {
            this.file = file;
            this.out = out;
            this.errors = errors;
        }

        @Override
        public void call(LlmCall call) {
            calls++;
            try {
                out.write(call);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public void rejected(RejectedRecord rejected) {
            errors.printf("%s:%d: record %d at byte %d: %s. %s%n", TraceFiles.place(file, rejected), rejected.line(), rejected.record(), rejected.byteOffset(),
                    rejected.reason(), rejected.remedy());
        }
    }
}
