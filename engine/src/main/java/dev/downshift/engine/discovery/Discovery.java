package dev.downshift.engine.discovery;

import dev.downshift.engine.traces.LlmCall;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tasks behind calls. The calls are read three times, in any order: to count segments, to group prompts, and
 * to describe what was found. Equal calls give equal results.
 */
public final class Discovery {

    private final Calls calls;
    private final Progress progress;

    public Discovery(Calls calls, Progress progress) {
        this.calls = calls;
        this.progress = progress;
    }

    /** The calls, to be read more than once. */
    @FunctionalInterface
    public interface Calls {
        void forEach(Reader reader);
    }

    /**
     * Takes a call.
     *
     * <p>{@code cost} is what it cost, null where that is unknown; {@code weight} is how many calls it stands for, 1 where every call is
     * there.
     */
    @FunctionalInterface
    public interface Reader {
        void read(LlmCall call, @Nullable BigDecimal cost, int weight);
    }

    /** Is told after each call. */
    @FunctionalInterface
    public interface Progress {
        void read(Stage stage, long calls);

        /** Tells nobody. */
        static Progress none() {
            return (stage, calls) -> {};
        }
    }

    /** The three readings. */
    public enum Stage { COUNT, GROUP, DESCRIBE }

    /**
     * What was found.
     *
     * @param tasks the one with most calls first
     * @param matcher assigns a call to a task by its id
     * @param calls how many were read
     * @param unassigned how many of them belong to no task
     */
    public record Result(List<DiscoveredTask> tasks, CallSiteMatcher<String> matcher, long calls, long unassigned) {

        public Result {
            tasks = List.copyOf(tasks);
        }

        /** The task's id, for a call of those that were read. */
        public Optional<String> assign(LlmCall call) {
            return matcher.assign(call);
        }
    }

    /** Reads and finds. */
    public Result discover() {
        SiteMiner miner = new SiteMiner();
        read(Stage.COUNT, (call, price, weight) -> miner.count(call));
        read(Stage.GROUP, (call, price, weight) -> miner.group(call));
        Map<String, SitePortrait> portraits = new LinkedHashMap<>();
        Map<String, CallSiteSignature> signatures = new LinkedHashMap<>();
        for (CallSite site : miner.mine()) {
            portraits.put(site.id(), new SitePortrait(site));
            signatures.put(site.id(), site.signature());
        }
        CallSiteMatcher<String> matcher = CallSiteMatcher.of(signatures);
        Totals totals = new Totals();
        read(Stage.DESCRIBE, (call, price, weight) -> {
            Outline outline = Outline.of(call);
            SitePortrait portrait = matcher.assign(outline).map(portraits::get).orElse(null);
            totals.add(price, weight, portrait == null);
            if (portrait != null) {
                portrait.add(call, outline, price, weight);
            }
        });
        List<SitePortrait> found = new ArrayList<>(portraits.values());
        found.removeIf(portrait -> portrait.calls() == 0);
        found.sort(Comparator.comparingLong(SitePortrait::calls).reversed().thenComparing(each -> each.site().id()));
        return new Result(describe(found, totals), matcher, totals.calls, totals.unassigned);
    }

    private void read(Stage stage, Reader reader) {
        long[] done = {0};
        calls.forEach((call, price, weight) -> {
            reader.read(call, price, weight);
            progress.read(stage, ++done[0]);
        });
    }

    private static List<DiscoveredTask> describe(List<SitePortrait> portraits, Totals totals) {
        List<String> templates = portraits.stream().map(SitePortrait::template).toList();
        SiteNames names = new SiteNames(templates);
        List<DiscoveredTask> tasks = new ArrayList<>();
        for (int i = 0; i < templates.size(); i++) {
            SitePortrait portrait = portraits.get(i);
            List<Observation> sample = portrait.sample().inTime();
            Shapes shapes = Shapes.of(portrait.forms(), sample);
            TaskFigures figures = portrait.figures(totals.represented, totals.cost);
            String instruction = names.instruction(templates.get(i));
            AnswerWords words = new AnswerWords(portrait.forms(), shapes, portrait.tools());
            tasks.add(new DiscoveredTask(
                    portrait.site().id(),
                    portrait.site(),
                    names.name(instruction, words.name()),
                    words.describe(instruction),
                    templates.get(i),
                    List.copyOf(portrait.tools()),
                    shapes.shape(),
                    figures,
                    portrait.cost(),
                    WorthinessJudge.judge(figures, shapes, Predictability.of(sample))));
        }
        return tasks;
    }

    private static final class Totals {
        private long calls;
        private long represented;
        private long unassigned;
        private @Nullable BigDecimal cost;

        void add(@Nullable BigDecimal price, int weight, boolean none) {
            calls++;
            represented += weight;
            unassigned += none ? 1 : 0;
            BigDecimal sum = cost;
            if (price != null) {
                BigDecimal all = price.multiply(BigDecimal.valueOf(weight));
                cost = sum == null ? all : sum.add(all);
            }
        }
    }
}
