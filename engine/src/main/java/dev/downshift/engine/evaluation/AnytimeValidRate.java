package dev.downshift.engine.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * A test of whether a rate of failures is above a bound, which may be looked at after every observation: the chance that it ever rejects
 * although the rate is at or below the bound is at most the level (Ville's inequality).
 *
 * <p>It bets against the bound (Waudby-Smith and Ramdas, "Estimating means of bounded random variables by betting", 2024): each bet's
 * wealth is multiplied by {@code 1 + stake * (failed / bound - 1)}, where {@code failed} is 1 or 0, and the mean wealth over several stakes is the evidence. A part of the
 * capital is kept for bets that begin later, so that a model that was good for a long time is still found out soon after it turns bad.
 */
public final class AnytimeValidRate {

    private static final double[] STAKES = {0.05, 0.1, 0.2, 0.4, 0.7};
    private static final int EPOCH = 200;
    private static final double RUINED = 1e-9;

    private final double bound;
    private final double level;
    private final List<Bet> bets = new ArrayList<>();
    private double reserve = 1;
    private long observations;
    private long failures;
    private boolean rejected;

    private static final class Bet {
        private final double stake;
        private double wealth;

        Bet(double stake, double wealth) {
            this.stake = stake;
            this.wealth = wealth;
        }
    }

    /**
     * @param bound the highest acceptable rate, between 0 and 1
     * @param level the accepted chance of a false alarm, over the whole life of the test
     */
    public AnytimeValidRate(double bound, double level) {
        if (!(bound > 0 && bound < 1 && level > 0 && level < 1)) {
            throw new IllegalArgumentException("bound and level lie between 0 and 1");
        }
        this.bound = bound;
        this.level = level;
    }

    /** Adds an observation and says whether the rate is proven to be above the bound; once proven it stays so. */
    public synchronized boolean observe(boolean failed) {
        if (observations % EPOCH == 0) {
            begin(observations / EPOCH + 1);
        }
        observations++;
        failures += failed ? 1 : 0;
        for (Bet bet : bets) {
            bet.wealth *= 1 + bet.stake / bound * ((failed ? 1 : 0) - bound);
        }
        bets.removeIf(bet -> bet.wealth < RUINED);
        rejected |= evidence() >= 1 / level;
        return rejected;
    }

    public synchronized long observations() {
        return observations;
    }

    public synchronized long failures() {
        return failures;
    }

    /** How many times the starting capital the bets are worth: 1 says nothing, 100 is evidence at the level 0.01. */
    public synchronized double evidence() {
        return reserve + bets.stream().mapToDouble(bet -> bet.wealth).sum();
    }

    /** The shares 1/2, 1/6, 1/12, ... of the epochs add up to the whole capital. */
    private void begin(long epoch) {
        double share = 1.0 / (epoch * (epoch + 1.0));
        reserve = Math.max(0, reserve - share);
        for (double stake : STAKES) {
            bets.add(new Bet(stake, share / STAKES.length));
        }
    }
}
