package dev.rostrum.connection;

import dev.rostrum.domain.Reason;

/** What is wrong with one field of a form, and what to do. */
public record FieldProblem(Field field, Reason reason) {}
