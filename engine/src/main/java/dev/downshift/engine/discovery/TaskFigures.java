package dev.downshift.engine.discovery;

import org.jspecify.annotations.Nullable;

/**
 * What a task's calls add up to.
 *
 * @param calls all of them; like the failed, the tokens and the shares, each counted for as many as it stands for
 * @param failed those that were not answered
 * @param prompts distinct prompts
 * @param promptTokens mean tokens of a prompt, counted by the provider or estimated as a quarter of its characters
 * @param shareOfCalls of all calls that were looked at
 * @param shareOfCost of the known cost of all calls; null where no call has a price
 */
public record TaskFigures(
        long calls, long failed, int prompts, double promptTokens, double shareOfCalls, @Nullable Double shareOfCost) {}
