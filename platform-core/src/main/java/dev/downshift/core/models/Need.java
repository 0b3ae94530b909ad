package dev.downshift.core.models;

/**
 * What a dataset asks of a base model.
 *
 * @param outputShape the answers' shape, by name
 * @param tools whether its calls offer tools
 * @param trainExamples how many examples there are to learn from
 * @param meanTokens tokens of a prompt and its answer, on average
 * @param longestTokens tokens of the longest prompt and its answer
 */
public record Need(String outputShape, boolean tools, int trainExamples, int meanTokens, int longestTokens) {}
