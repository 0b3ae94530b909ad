package dev.downshift.engine.discovery;

import dev.downshift.engine.evaluation.OutputShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Scores a task and says why in plain words. */
final class WorthinessJudge {

    private static final int ENOUGH_PROMPTS = 60;
    private static final double SMALL_SHARE = 0.005;
    private static final double MANY_FAILURES = 0.25;
    private static final double SHORT_PROMPT = 1_000;
    private static final double LONG_PROMPT = 8_000;
    private static final double RECOMMENDED = 0.55;

    private final List<Weighted> reasons = new ArrayList<>();
    private double score;
    private boolean possible = true;

    private WorthinessJudge() {}

    static Worthiness judge(TaskFigures figures, Shapes shapes, Predictability predictability) {
        return new WorthinessJudge().weigh(figures, shapes, predictability);
    }

    private Worthiness weigh(TaskFigures figures, Shapes shapes, Predictability predictability) {
        output(shapes, predictability);
        examples(figures);
        share(figures);
        context(figures);
        failures(figures);
        double rounded = Math.round(Math.clamp(possible ? score : Math.min(score, 0.45), 0, 1) * 1000) / 1000.0;
        boolean worth = possible && rounded >= RECOMMENDED;
        reasons.sort(Comparator.<Weighted>comparingDouble(each -> each.reason.inFavour() == worth ? -each.weight - 1 : -each.weight));
        return new Worthiness(rounded, worth, reasons.stream().map(Weighted::reason).toList());
    }

    private void output(Shapes shapes, Predictability predictability) {
        double structure = switch (shapes.shape()) {
            case LABEL -> 1;
            case JSON_OBJECT, TOOL_CALL -> 0.85;
            case TEXT -> 0.1;
        };
        score += 0.3 * structure;
        String form = switch (shapes.shape()) {
            case LABEL -> shapes.distinct() == 1 ? "The answer is always the same."
                    : "The answer is one of about " + shapes.distinct() + " values (" + bits(shapes.entropy()) + "), which is easy to check.";
            case JSON_OBJECT -> "The answer is a JSON object, which can be compared field by field.";
            case TOOL_CALL -> "The answer is mostly a tool call, which can be compared argument by argument.";
            case TEXT -> "The answer is free text, which has no single right form and is hard to check.";
        };
        if (shapes.shape() == OutputShape.TEXT) {
            possible = false;
            add(false, 0.5, form);
            return;
        }
        add(true, 0.3 * structure, form);
        if (predictability.heldOut() < 5) {
            add(false, 0.2, "There are too few answers to tell how predictable they are.");
            return;
        }
        score += 0.35 * Math.min(1, predictability.agreement() * 1.25);
        String agreement = "Copying the answer to the most similar earlier prompt is already right for "
                + percent(predictability.agreement()) + " (" + predictability.heldOut() + " held-out calls).";
        add(predictability.agreement() >= 0.35, 0.35 * Math.abs(predictability.agreement() - 0.35), agreement);
    }

    private void examples(TaskFigures figures) {
        if (figures.prompts() < ENOUGH_PROMPTS) {
            possible = false;
            add(false, 0.6, "Only " + figures.prompts() + " different prompts were seen; about " + ENOUGH_PROMPTS + " are the least to train and test on.");
            return;
        }
        double volume = Math.min(1, Math.log10(figures.prompts() / 10.0) / 2);
        score += 0.2 * volume;
        add(true, 0.2 * volume, String.format(Locale.ROOT, "%,d different prompts to learn from.", figures.prompts()));
    }

    private void share(TaskFigures figures) {
        Double cost = figures.shareOfCost();
        double share = cost == null ? figures.shareOfCalls() : Math.max(cost, figures.shareOfCalls());
        String text = percent(figures.shareOfCalls()) + " of all calls"
                + (cost == null ? "; their cost is unknown." : " and " + percent(cost) + " of the known cost.");
        if (share < SMALL_SHARE) {
            add(false, 0.3, "It is only " + text);
            score -= 0.15;
        } else {
            score += 0.05 * Math.min(1, share * 5);
            add(true, 0.05 + 0.2 * share, "It is " + text);
        }
    }

    private void context(TaskFigures figures) {
        double fits = 1 - Math.clamp((figures.promptTokens() - SHORT_PROMPT) / (LONG_PROMPT - SHORT_PROMPT), 0.0, 1.0);
        score += 0.1 * fits;
        String tokens = String.format(Locale.ROOT, "Prompts have about %,d tokens", Math.round(figures.promptTokens()));
        add(fits >= 0.5, 0.1 * Math.abs(fits - 0.5), tokens + (fits >= 0.5 ? ", which a small model reads well." : ", which is long for a small model."));
    }

    private void failures(TaskFigures figures) {
        double failed = figures.calls() == 0 ? 0 : (double) figures.failed() / figures.calls();
        if (failed >= MANY_FAILURES) {
            score -= 0.2;
            add(false, 0.4, percent(failed) + " of the calls failed, so there is little to learn from.");
        } else if (failed > 0.02) {
            add(false, 0.02, percent(failed) + " of the calls failed.");
        }
    }

    private void add(boolean inFavour, double weight, String text) {
        reasons.add(new Weighted(new Worthiness.Reason(inFavour, text), weight));
    }

    private static String percent(double share) {
        return share > 0 && share < 0.01 ? "under 1%" : Math.round(share * 100) + "%";
    }

    private static String bits(double entropy) {
        return String.format(Locale.ROOT, "%.1f bits", entropy);
    }

    private record Weighted(Worthiness.Reason reason, double weight) {}
}
