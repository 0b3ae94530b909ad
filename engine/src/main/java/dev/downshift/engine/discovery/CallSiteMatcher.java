package dev.downshift.engine.discovery;

import dev.downshift.engine.traces.LlmCall;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says to which call site a call belongs, by the template in its request. Its cost grows with the text of the system
 * messages and two user messages, not with the history nor the number of sites that share nothing with the call.
 * Thread-safe.
 *
 * @param <S> what names a call site
 */
public final class CallSiteMatcher<S> {

    /** The least share of a template, by evidence, that a call to be routed must hold. */
    private static final double CERTAIN = 0.75;

    /** The least share of a template that a call must hold to be counted as one of its site. */
    private static final double LIKELY = 0.5;

    /** What shares less than this of the best site's evidence is no rival of it. */
    private static final double CLOSE = 0.02;

    private final List<S> sites;
    private final double[] totals;
    private final Map<Long, Posting> postings;

    private CallSiteMatcher(List<S> sites, double[] totals, Map<Long, Posting> postings) {
        this.sites = sites;
        this.totals = totals;
        this.postings = postings;
    }

    /** A matcher of the given sites. */
    public static <S> CallSiteMatcher<S> of(Map<S, CallSiteSignature> signatures) {
        List<S> sites = List.copyOf(signatures.keySet());
        double[] totals = new double[sites.size()];
        Map<Long, Posting> postings = new HashMap<>();
        for (int site = 0; site < totals.length; site++) {
            CallSiteSignature signature = signatures.get(sites.get(site));
            if (signature == null) {
                throw new IllegalArgumentException("no signature for " + sites.get(site));
            }
            for (CallSiteSignature.Evidence evidence : signature.segments()) {
                totals[site] += evidence.weight();
                postings.merge(evidence.hash(), Posting.of(site, evidence.weight()), Posting::and);
            }
        }
        return new CallSiteMatcher<>(sites, totals, postings);
    }

    /** The call site of a live call; none where there is any doubt. */
    public Optional<S> match(LlmCall call) {
        return best(Outline.of(call), CERTAIN);
    }

    /** The call site a recorded call most likely belongs to, older and newer versions of its prompt included. */
    public Optional<S> assign(LlmCall call) {
        return assign(Outline.of(call));
    }

    Optional<S> assign(Outline outline) {
        return best(outline, LIKELY);
    }

    private Optional<S> best(Outline outline, double least) {
        double[] found = new double[totals.length];
        LongSet once = new LongSet(256);
        for (Segment segment : outline.segments()) {
            add(segment.full(), once, found);
            add(segment.prefix(), once, found);
            add(segment.suffix(), once, found);
        }
        return best(found, least);
    }

    private void add(long hash, LongSet once, double[] found) {
        Posting posting = hash == 0 ? null : postings.get(hash);
        if (posting != null && once.add(hash)) {
            posting.addTo(found);
        }
    }

    private Optional<S> best(double[] found, double least) {
        int best = -1;
        for (int site = 0; site < found.length; site++) {
            if (found[site] >= least * totals[site] && (best < 0 || found[site] > found[best])) {
                best = site;
            }
        }
        if (best < 0) {
            return Optional.empty();
        }
        for (int site = 0; site < found.length; site++) {
            if (site != best && found[site] >= least * totals[site] && found[site] > found[best] * (1 - CLOSE)
                    && found[site] / totals[site] > found[best] / totals[best]) {
                best = site;
            }
        }
        return Optional.of(sites.get(best));
    }

    /** The sites whose templates hold a segment. */
    private static final class Posting {

        private final int[] sites;
        private final double[] weights;

        private Posting(int[] sites, double[] weights) {
            this.sites = sites;
            this.weights = weights;
        }

        static Posting of(int site, double weight) {
            return new Posting(new int[] {site}, new double[] {weight});
        }

        static Posting and(Posting one, Posting other) {
            int[] sites = Arrays.copyOf(one.sites, one.sites.length + other.sites.length);
            System.arraycopy(other.sites, 0, sites, one.sites.length, other.sites.length);
            double[] weights = Arrays.copyOf(one.weights, sites.length);
            System.arraycopy(other.weights, 0, weights, one.weights.length, other.weights.length);
            return new Posting(sites, weights);
        }

        void addTo(double[] found) {
            for (int i = 0; i < sites.length; i++) {
                found[sites[i]] += weights[i];
            }
        }
    }
}
