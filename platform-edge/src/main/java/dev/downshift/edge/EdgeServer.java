package dev.downshift.edge;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Serves one GGUF model over the OpenAI API. Once it listens it says so in one line of JSON on standard output. */
@Command(name = "edge", mixinStandardHelpOptions = true, description = "Serves one GGUF model over the OpenAI API, offline.")
public final class EdgeServer implements Callable<Integer> {

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "The model, a GGUF file.")
    private Path model = Path.of("");

    @Option(names = "--name", paramLabel = "NAME", description = "The model's name in answers; its file's name by default.")
    private @Nullable String name;

    @Option(names = "--host", paramLabel = "ADDRESS", defaultValue = "127.0.0.1", description = "Where to listen (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8090", description = "The port; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--context", paramLabel = "TOKENS", defaultValue = "4096", description = "Tokens a prompt and its answer may have together (default: ${DEFAULT-VALUE}).")
    private int context;

    @Option(names = "--threads", paramLabel = "COUNT", description = "Threads the model computes with; half of the processors by default.")
    private int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    @Option(names = "--queue", paramLabel = "COUNT", defaultValue = "16", description = "Requests that may wait; more are refused with 503 (default: ${DEFAULT-VALUE}).")
    private int queue;

    @Option(names = "--with-parent", description = "End when standard input closes, so that this server does not outlive the program that started it.")
    private boolean withParent;

    /** Starts the server; the process ends by a signal, or with its parent. */
    public static void main(String[] arguments) {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        int status = new CommandLine(new EdgeServer()).execute(arguments);
        // llama.cpp leaves a thread behind that would keep the process alive.
        Runtime.getRuntime().halt(status);
    }

    @Override
    public Integer call() throws Exception {
        if (withParent) {
            endWithParent();
        }
        PrintStream announcements = System.out;
        System.setOut(System.err);
        if (!isGguf(model)) {
            System.err.println(model + " is not a GGUF file. Give --model the file that an export of a training run wrote.");
            return 2;
        }
        long begin = System.nanoTime();
        ServedModel served;
        try {
            served = ServedModel.load(model, name == null ? String.valueOf(model.getFileName()) : name, context, threads, queue);
        } catch (RuntimeException broken) {
            System.err.println(model + " cannot be loaded: " + broken.getMessage());
            return 3;
        }
        HttpServer server;
        try {
            server = listen(served);
        } catch (BindException taken) {
            System.err.println("cannot listen on " + host + ":" + port + ": " + taken.getMessage() + ". Give another --port, or 0 for a free one.");
            return 4;
        }
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("event", "listening").put("host", host).put("port", server.getAddress().getPort());
        line.put("model", served.name()).put("context", context).put("load_ms", (System.nanoTime() - begin) / 1_000_000);
        announcements.println(line);
        announcements.flush();
        new CountDownLatch(1).await();
        return 0;
    }

    private HttpServer listen(ServedModel served) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/chat/completions", Exchanges.at("/v1/chat/completions", "POST", new ChatCompletions(served)));
        server.createContext("/v1/models", Exchanges.at("/v1/models", "GET", exchange -> Exchanges.send(exchange, 200, models(served))));
        server.createContext("/health", Exchanges.at("/health", "GET", exchange -> Exchanges.send(exchange, 200, health(served))));
        server.createContext("/", Exchanges.at("", "GET", exchange -> {}));
        server.start();
        return server;
    }

    private static ObjectNode models(ServedModel served) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("object", "list");
        root.putArray("data").addObject().put("id", served.name()).put("object", "model").put("owned_by", "downshift").put("context_length", served.context());
        return root;
    }

    private static ObjectNode health(ServedModel served) {
        return JsonNodeFactory.instance.objectNode().put("status", "ok").put("model", served.name()).put("answered", served.answered()).put("waiting", served.waiting());
    }

    private static boolean isGguf(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (var in = Files.newInputStream(file)) {
            byte[] magic = in.readNBytes(4);
            return magic.length == 4 && magic[0] == 'G' && magic[1] == 'G' && magic[2] == 'U' && magic[3] == 'F';
        }
    }

    private static void endWithParent() {
        Thread.ofPlatform().name("parent-watch").daemon().start(() -> {
            try {
                System.in.transferTo(PrintStream.nullOutputStream());
            } catch (IOException closed) {
                System.err.println("standard input broke: " + closed.getMessage());
            }
            Runtime.getRuntime().halt(0);
        });
    }
}
