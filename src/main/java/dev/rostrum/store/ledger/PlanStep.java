package dev.rostrum.store.ledger;

public record PlanStep(long written, boolean complete) {}
