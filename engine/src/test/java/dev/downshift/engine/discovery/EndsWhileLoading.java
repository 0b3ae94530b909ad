package dev.downshift.engine.discovery;

/** A process whose end begins while it still loads the model: its own shutdown hook loads it, beside that of ONNX Runtime. */
final class EndsWhileLoading {

    private static final int LOADS = 3;

    private EndsWhileLoading() {}

    public static void main(String[] args) {
        Runtime.getRuntime().addShutdownHook(new Thread(EndsWhileLoading::loadAgain));
        TextEmbedder.load(1).close();
        System.exit(0);
    }

    private static void loadAgain() {
        for (int load = 0; load < LOADS; load++) {
            TextEmbedder.load(1).close();
        }
        System.out.println("loaded " + LOADS + " after the end began");
    }
}
