package dev.downshift.cli;

import dev.downshift.engine.discovery.DiscoveredTask;
import dev.downshift.engine.discovery.Discovery;
import dev.downshift.engine.traces.LlmCall;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds the tasks in trace files and prints which call belongs to which, one JSON object a call. */
@Command(
        name = "discover",
        description = "Finds the recurring tasks in trace files; prints one JSON line a call: file, record, index, id, callSite, task.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit code: 0 when every file held calls, 1 when one held none or could not be opened, 2 for wrong usage."})
final class DiscoverCommand implements Callable<Integer> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Trace files, compressed, in archives or neither. They are read several times.")
    private List<Path> files = List.of();

    @Option(names = "--tasks", paramLabel = "FILE", description = "Where to write the tasks, one JSON object a line.")
    private @Nullable Path tasks;

    @Override
    public Integer call() throws IOException {
        TraceFiles traces = new TraceFiles(files, spec.commandLine().getErr());
        Discovery.Result result = new Discovery(
                reader -> traces.forEach((file, call) -> reader.read(call, null, 1)), Discovery.Progress.none()).discover();
        if (tasks != null) {
            try (Writer out = Files.newBufferedWriter(tasks)) {
                for (DiscoveredTask task : result.tasks()) {
                    out.append(JSON.writeValueAsString(summary(task))).append('\n');
                }
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        traces.forEach((file, call) -> out.println(JSON.writeValueAsString(line(file, call, result.assign(call).orElse(null)))));
        out.flush();
        return traces.allHeldCalls() ? 0 : 1;
    }

    private static ObjectNode line(Path file, LlmCall call, @Nullable String task) {
        LlmCall.Position position = call.position();
        String id = call.providerCallId() != null ? call.providerCallId() : position.record() + "." + position.indexInRecord();
        return JSON.createObjectNode()
                .put("file", file.toString())
                .put("record", position.record())
                .put("index", position.indexInRecord())
                .put("id", id)
                .put("callSite", task)
                .put("task", task);
    }

    private static ObjectNode summary(DiscoveredTask task) {
        ObjectNode summary = JSON.createObjectNode()
                .put("task", task.id())
                .put("callSite", task.site().id())
                .put("name", task.name())
                .put("description", task.description())
                .put("outputShape", task.shape().name())
                .put("calls", task.figures().calls())
                .put("failedCalls", task.figures().failed())
                .put("prompts", task.figures().prompts())
                .put("shareOfCalls", task.figures().shareOfCalls())
                .put("meanPromptTokens", Math.round(task.figures().promptTokens()))
                .put("worthiness", task.worthiness().score())
                .put("worthMoving", task.worthiness().worthMoving());
        ArrayNode reasons = summary.putArray("reasons");
        task.worthiness().reasons().forEach(reason -> reasons.addObject().put("inFavour", reason.inFavour()).put("text", reason.text()));
        ArrayNode tools = summary.putArray("tools");
        task.tools().forEach(tools::add);
        return summary.put("template", task.template());
    }
}
