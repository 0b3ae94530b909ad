package dev.downshift.core.imports;

/**
 * Whether a source can be opened.
 *
 * @param answer what it answered, or what is wrong, for people
 * @param remedy what to do; empty where nothing is wrong
 */
public record ConnectionTest(boolean succeeded, String answer, String remedy) {}
