package dev.downshift.engine.discovery;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Turns text into vectors whose cosine says how close their meanings are: all-MiniLM-L6-v2, quantized, mean-pooled and
 * of length 1 (Wang et al. 2020; Reimers and Gurevych 2019).
 *
 * <p>Texts go through one at a time: the quantized model scales its activations by the whole batch, so that in a batch
 * the vector of a text would depend on its neighbours. Thread-safe: closing waits for the texts that are being turned, since
 * freeing a native model in use ends the whole process.
 */
public final class TextEmbedder implements AutoCloseable {

    /** Numbers in a vector. */
    public static final int DIMENSIONS = 384;

    private static final int MOST_TOKENS = 256;
    private static final String MODEL = "all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER = "all-minilm-l6-v2-q-tokenizer.json";

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final HuggingFaceTokenizer tokenizer;
    private final Set<String> inputs;
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private boolean closed;

    private TextEmbedder(OrtEnvironment environment, OrtSession session, HuggingFaceTokenizer tokenizer) {
        this.environment = environment;
        this.session = session;
        this.tokenizer = tokenizer;
        this.inputs = session.getInputNames();
    }

    /** Loads the model from the class path; takes about a second and 100 MB. */
    public static TextEmbedder load(int threads) {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        OrtEnvironment environment = OnnxEnvironment.shared();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions(); InputStream json = resource(TOKENIZER)) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(
                    json, Map.of("truncation", "true", "maxLength", Integer.toString(MOST_TOKENS), "padding", "false"));
            return new TextEmbedder(environment, environment.createSession(bytes(MODEL), options), tokenizer);
        } catch (IOException e) {
            throw new UncheckedIOException("the embedding model cannot be read", e);
        } catch (OrtException e) {
            throw new IllegalStateException("the embedding model cannot be loaded", e);
        }
    }

    /**
     * The vector of a text; only its first 256 tokens count.
     *
     * @throws IllegalStateException when the embedder was closed
     */
    public float[] embed(String text) {
        use.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the embedding model was closed");
            }
            return run(text);
        } finally {
            use.readLock().unlock();
        }
    }

    private float[] run(String text) {
        Encoding encoding = tokenizer.encode(text);
        long[] mask = encoding.getAttentionMask();
        try (OnnxTensor ids = tensor(encoding.getIds());
                OnnxTensor attention = tensor(mask);
                OnnxTensor types = tensor(encoding.getTypeIds());
                OrtSession.Result result = session.run(inputs(ids, attention, types))) {
            if (result.get(0) instanceof OnnxTensor output) {
                return pool(output.getFloatBuffer(), mask.length);
            }
            throw new IllegalStateException("the embedding model has no tensor as its output");
        } catch (OrtException e) {
            throw new IllegalStateException("the embedding model failed", e);
        }
    }

    private Map<String, OnnxTensor> inputs(OnnxTensor ids, OnnxTensor attention, OnnxTensor types) {
        return inputs.contains("token_type_ids")
                ? Map.of("input_ids", ids, "attention_mask", attention, "token_type_ids", types)
                : Map.of("input_ids", ids, "attention_mask", attention);
    }

    private OnnxTensor tensor(long[] values) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), new long[] {1, values.length});
    }

    private static float[] pool(FloatBuffer tokens, int count) {
        float[] mean = new float[DIMENSIONS];
        for (int token = 0; token < count; token++) {
            for (int i = 0; i < DIMENSIONS; i++) {
                mean[i] += tokens.get(token * DIMENSIONS + i);
            }
        }
        double norm = 0;
        for (float value : mean) {
            norm += (double) value * value;
        }
        float scale = norm == 0 ? 0 : (float) (1 / Math.sqrt(norm));
        for (int i = 0; i < DIMENSIONS; i++) {
            mean[i] *= scale;
        }
        return mean;
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream input = resource(name)) {
            return input.readAllBytes();
        }
    }

    private static InputStream resource(String name) {
        InputStream input = TextEmbedder.class.getClassLoader().getResourceAsStream(name);
        if (input == null) {
            throw new IllegalStateException("the class path lacks " + name);
        }
        return input;
    }

    @Override
    public void close() {
        use.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                tokenizer.close();
                session.close();
            }
        } catch (OrtException e) {
            throw new IllegalStateException("the embedding model cannot be closed", e);
        } finally {
            use.writeLock().unlock();
        }
    }
}
