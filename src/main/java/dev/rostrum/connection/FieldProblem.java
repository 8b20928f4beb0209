package dev.rostrum.connection;

/**
 * What is wrong with one field of a form.
 *
 * @param message one or two sentences: what is the matter and what to do
 */
public record FieldProblem(Field field, String message) {}
