package dev.downshift.core.models;

import dev.downshift.engine.evaluation.OutputShape;

/**
 * What a dataset asks of a base model.
 *
 * @param shape the answers' form
 * @param tools whether its calls offer tools
 * @param trainExamples how many examples there are to learn from
 * @param meanTokens tokens of a prompt and its answer, on average, an estimate
 * @param longestTokens tokens of the longest prompt and its answer, an estimate
 */
public record Need(OutputShape shape, boolean tools, int trainExamples, int meanTokens, int longestTokens) {}
