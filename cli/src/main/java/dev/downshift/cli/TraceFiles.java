package dev.downshift.cli;

import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.RejectedRecord;
import dev.downshift.engine.traces.TraceReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Trace files that are read more than once, so that none has to be held in memory. What cannot be read is told once. */
final class TraceFiles {

    private final List<Path> files;
    private final PrintWriter errors;
    private final Instant receivedAt = Instant.now();
    private boolean told;
    private boolean allHeldCalls = true;

    TraceFiles(List<Path> files, PrintWriter errors) {
        this.files = files;
        this.errors = errors;
    }

    /** Gives each call with its file, in the order of the files. */
    void forEach(BiConsumer<Path, LlmCall> reader) {
        for (Path file : files) {
            long[] calls = {0};
            read(file, call -> {
                calls[0]++;
                reader.accept(file, call);
            });
            allHeldCalls &= calls[0] > 0;
        }
        told = true;
        errors.flush();
    }

    /** Whether every file held a call. */
    boolean allHeldCalls() {
        return allHeldCalls;
    }

    private void read(Path file, Consumer<LlmCall> reader) {
        if (file.toString().equals("-")) {
            tell("discover reads its files several times, which the standard input cannot be; write it into a file first");
            return;
        }
        try (InputStream input = Files.newInputStream(file)) {
            TraceReader.standard(receivedAt).read(input, 0, new TraceReader.Sink() {
                @Override
                public void call(LlmCall call) {
                    reader.accept(call);
                }

                @Override
                public void rejected(RejectedRecord rejected) {
                    tell(place(file, rejected) + ":" + rejected.line() + ": record " + rejected.record() + ": " + rejected.reason() + ". " + rejected.remedy());
                }
            });
        } catch (NoSuchFileException missing) {
            tell(file + ": there is no such file");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " cannot be read", unreadable);
        }
    }

    /** The file, and the file in it if it is an archive. */
    static String place(Path file, RejectedRecord rejected) {
        return rejected.file() == null ? file.toString() : file + "!" + rejected.file();
    }

    private void tell(String problem) {
        if (!told) {
            errors.println(problem);
        }
    }
}
