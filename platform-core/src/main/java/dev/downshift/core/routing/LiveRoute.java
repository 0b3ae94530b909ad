package dev.downshift.core.routing;

import dev.downshift.core.tasks.TaskId;
import dev.downshift.engine.evaluation.OutputShape;
import java.math.BigDecimal;

/**
 * A route that sends calls to a small model, with all it takes to do so.
 *
 * @param version of the route
 * @param answers what its answers must look like
 */
public record LiveRoute(TaskId task, int version, Mode mode, BigDecimal share, ServableModel model, OutputShape shape, AnswerProfile answers) {}
