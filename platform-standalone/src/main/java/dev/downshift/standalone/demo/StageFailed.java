package dev.downshift.standalone.demo;

/** A stage of the story that did not hold, in words for the person who reads the report. */
final class StageFailed extends RuntimeException {
    StageFailed(String message) {
        super(message);
    }
}
