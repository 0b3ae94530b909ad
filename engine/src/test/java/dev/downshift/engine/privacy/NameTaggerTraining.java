package dev.downshift.engine.privacy;

import dev.downshift.engine.privacy.LabelledTexts.Labelled;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Trains the weights of the name tagger and measures them on texts held out. Arguments: the folder of the corpora that
 * RATIONALE.md lists, the file of presidio-research, a folder of program code, and the file to write or {@code -}.
 */
public final class NameTaggerTraining {

    private static final int EPOCHS = 6;
    private static final double HIDDEN = 0.1;
    private static final long SEED = 1;
    private static final int LABELS = NameTagger.LABELS;
    private static final int SLOTS = 1 << NameFeatures.BITS;
    private static final float MISSED_COST = 6;
    private static final float ALARM_COST = 1;

    private final float[] weights = new float[SLOTS * LABELS];
    private final double[] totals = new double[SLOTS * LABELS];
    private final float[] transitions = new float[LABELS * LABELS];
    private final double[] transitionTotals = new double[LABELS * LABELS];
    private final NameFeatures features = new NameFeatures();
    private long step = 1;

    /** A text with a gold label and the features of each token. */
    private static final class Example {

        private final byte[] gold;
        private final boolean[] open;
        private final int[][] slots;
        private final int[][] around;

        private Example(byte[] gold, boolean[] open, int[][] slots, int[][] around) {
            this.gold = gold;
            this.open = open;
            this.slots = slots;
            this.around = around;
        }
    }

    public static void main(String[] arguments) throws IOException {
        Path corpora = Path.of(arguments[0]);
        Path presidio = Path.of(arguments[1]);
        Path code = Path.of(arguments[2]);
        List<Labelled> open = new ArrayList<>();
        for (String corpus : List.of("BTC", "WNUT17", "SEC-filings", "re3d")) {
            try (var files = Files.walk(corpora.resolve(corpus).resolve("CONLL-format/data"))) {
                for (Path file : files.filter(Files::isRegularFile).filter(file -> file.toString().matches(".*(conll|annotated|FIN\\d\\.txt)")).sorted().toList()) {
                    open.addAll(LabelledTexts.conll(file));
                }
            }
        }
        List<Labelled> wiki = LabelledTexts.conll(corpora.resolve("wikigold/CONLL-format/data/wikigold.conll.txt"));
        List<Labelled> negatives = LabelledTexts.code(code, 250);
        System.out.println(open.size() + " sentences, " + negatives.size() + " pieces of code");
        if (arguments[3].equals("-")) {
            NameTaggerTraining trial = new NameTaggerTraining();
            trial.train(all(List.of(open, negatives, repeat(LabelledTexts.presidio(presidio, 8, 0), 4))));
            measure("templates of the tuning part left out", trial.weights(), LabelledTexts.presidio(presidio, 8, 4));
            measure("wikigold, left out", trial.weights(), wiki);
        } else {
            NameTaggerTraining training = new NameTaggerTraining();
            training.train(all(List.of(open, wiki, negatives, repeat(LabelledTexts.presidio(presidio, Integer.getInteger("divisor", 4), 0), 4))));
            write(training.weights(), Path.of(arguments[3]));
            measure("tuning part itself", training.weights(), LabelledTexts.presidio(presidio, 4, 0));
        }
    }

    private static List<Labelled> all(List<List<Labelled>> lists) {
        return lists.stream().flatMap(List::stream).toList();
    }

    private static List<Labelled> repeat(List<Labelled> texts, int times) {
        List<Labelled> repeated = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            repeated.addAll(texts);
        }
        return repeated;
    }

    private Example example(Labelled labelled) {
        Tokens tokens = new Tokens();
        tokens.cut(labelled.text(), 0, labelled.text().length());
        boolean[] open = new boolean[tokens.count];
        NameTagger.near(tokens, open);
        byte[] gold = new byte[tokens.count];
        int[][] slots = new int[tokens.count][];
        int[][] around = new int[tokens.count][];
        for (int i = 0; i < tokens.count; i++) {
            slots[i] = new int[0];
            around[i] = slots[i];
            if (open[i]) {
                gold[i] = labelled.label(tokens.starts[i]);
                features.look(labelled.text(), tokens, i);
                slots[i] = Arrays.copyOf(features.slots(), features.count());
                features.look(labelled.text(), tokens, i, false);
                around[i] = Arrays.copyOf(features.slots(), features.count());
            }
        }
        return new Example(gold, open, slots, around);
    }

    private void train(List<Labelled> texts) {
        List<Example> examples = new ArrayList<>(texts.stream().map(this::example).toList());
        Random random = new Random(SEED);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            Collections.shuffle(examples, random);
            int wrong = 0;
            for (Example whole : examples) {
                Example example = hidden(whole, random);
                byte[] said = decode(example);
                wrong += Arrays.equals(said, example.gold) ? 0 : 1;
                learn(example, said);
                step++;
            }
            System.out.println("epoch " + epoch + ": " + wrong + " of " + examples.size() + " wrong");
        }
    }

    /** The example with some words hidden, so that the model does not rely on words it has seen. */
    private static Example hidden(Example example, Random random) {
        int[][] slots = example.slots.clone();
        for (int i = 0; i < slots.length; i++) {
            slots[i] = random.nextDouble() < HIDDEN ? example.around[i] : slots[i];
        }
        return new Example(example.gold, example.open, slots, example.around);
    }

    private void learn(Example example, byte[] said) {
        int before = NameTagger.NONE;
        int beforeSaid = NameTagger.NONE;
        for (int i = 0; i < said.length; i++) {
            int gold = example.gold[i];
            if (gold != said[i]) {
                for (int slot : example.slots[i]) {
                    update(weights, totals, slot * LABELS + gold, 1);
                    update(weights, totals, slot * LABELS + said[i], -1);
                }
            }
            if (gold != said[i] || before != beforeSaid) {
                update(transitions, transitionTotals, before * LABELS + gold, 1);
                update(transitions, transitionTotals, beforeSaid * LABELS + said[i], -1);
            }
            before = gold;
            beforeSaid = said[i];
        }
    }

    private void update(float[] values, double[] sums, int at, float change) {
        values[at] += change;
        sums[at] += (double) change * step;
    }

    /** The best labels when each wrong one gets a bonus, so that the right ones have to win by a margin. */
    private byte[] decode(Example example) {
        int count = example.gold.length;
        float[] best = new float[LABELS];
        Arrays.fill(best, 1, LABELS, -1e9f);
        byte[][] back = new byte[count][LABELS];
        for (int i = 0; i < count; i++) {
            float[] next = new float[LABELS];
            Arrays.fill(next, -1e9f);
            for (int label = 0; label < (example.open[i] ? LABELS : 1); label++) {
                float score = label == example.gold[i] ? 0 : label == NameTagger.NONE ? MISSED_COST : ALARM_COST;
                for (int slot : example.slots[i]) {
                    score += weights[slot * LABELS + label];
                }
                float most = -Float.MAX_VALUE;
                for (int before = 0; before < LABELS; before++) {
                    float reached = best[before] + transitions[before * LABELS + label];
                    if (reached > most) {
                        most = reached;
                        back[i][label] = (byte) before;
                    }
                }
                next[label] = most + score;
            }
            best = next;
        }
        int label = 0;
        for (int l = 1; l < LABELS; l++) {
            label = best[l] > best[label] ? l : label;
        }
        byte[] labels = new byte[count];
        for (int i = count - 1; i >= 0; i--) {
            labels[i] = (byte) label;
            label = back[i][label];
        }
        return labels;
    }

    /** Averaged, scaled so that nearly all fit a byte. */
    private NameTagger.Weights weights() {
        double[] average = new double[weights.length];
        for (int i = 0; i < average.length; i++) {
            average[i] = weights[i] - totals[i] / step;
        }
        double[] sizes = Arrays.stream(average).map(Math::abs).filter(size -> size > 0.01).sorted().toArray();
        double scale = 127 / sizes[(int) (sizes.length * 0.9995)];
        short[] small = new short[average.length];
        for (int i = 0; i < small.length; i++) {
            small[i] = (short) Math.max(-127, Math.min(127, Math.round(average[i] * scale)));
        }
        int[] moves = new int[transitions.length];
        for (int i = 0; i < moves.length; i++) {
            moves[i] = (int) Math.round((transitions[i] - transitionTotals[i] / step) * scale);
        }
        System.out.printf(Locale.ROOT, "%d weights, scale %.1f%n", sizes.length, scale);
        return new NameTagger.Weights(small, moves);
    }

    private static void write(NameTagger.Weights weights, Path file) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        })) {
            for (int transition : weights.transitions) {
                out.writeInt(transition);
            }
            for (short weight : weights.features) {
                out.writeByte(weight);
            }
        }
    }

    private static void show(Labelled labelled, Tokens tokens, NameTagger tagger) {
        StringBuilder line = new StringBuilder();
        boolean wrong = false;
        for (int i = 0; i < tokens.count; i++) {
            int gold = labelled.label(tokens.starts[i]);
            int said = tagger.labels()[i];
            String word = labelled.text().substring(tokens.starts[i], tokens.ends[i]).replace("\n", "|");
            line.append(' ').append(word);
            if (tokens.kinds[i] < Tokens.MARK && gold != said) {
                wrong = true;
                line.append("{").append("OPLGA".charAt(gold)).append("OPLGA".charAt(said)).append("}");
            } else if (gold != 0) {
                line.append("/").append("OPLGA".charAt(gold));
            }
        }
        if (wrong) {
            System.out.println(line);
        }
    }

    private static void measure(String name, NameTagger.Weights weights, List<Labelled> texts) {
        NameTagger tagger = new NameTagger(weights);
        Tokens tokens = new Tokens();
        int[] hits = new int[LABELS + 1];
        int[] missed = new int[LABELS + 1];
        int[] alarms = new int[LABELS + 1];
        for (Labelled labelled : texts) {
            tokens.cut(labelled.text(), 0, labelled.text().length());
            tagger.tag(labelled.text(), tokens);
            if (Boolean.getBoolean("show")) {
                show(labelled, tokens, tagger);
            }
            for (int i = 0; i < tokens.count; i++) {
                int gold = labelled.label(tokens.starts[i]);
                int said = tagger.labels()[i];
                if (tokens.kinds[i] < Tokens.MARK) {
                    hits[gold] += gold == said ? 1 : 0;
                    missed[gold] += gold == said ? 0 : 1;
                    alarms[said] += gold == said ? 0 : 1;
                    hits[LABELS] += gold != 0 && said != 0 ? 1 : 0;
                    missed[LABELS] += gold != 0 && said == 0 ? 1 : 0;
                    alarms[LABELS] += gold == 0 && said != 0 ? 1 : 0;
                }
            }
        }
        System.out.println(name);
        for (int label = 1; label <= LABELS; label++) {
            double precision = hits[label] / (double) Math.max(1, hits[label] + alarms[label]);
            double recall = hits[label] / (double) Math.max(1, hits[label] + missed[label]);
            System.out.printf(Locale.ROOT, "  %s precision %.3f recall %.3f F1 %.3f F2 %.3f%n", List.of("none", "person", "location", "organization", "address", "any").get(label),
                    precision, recall, 2 * precision * recall / (precision + recall), 5 * precision * recall / (4 * precision + recall));
        }
    }
}
