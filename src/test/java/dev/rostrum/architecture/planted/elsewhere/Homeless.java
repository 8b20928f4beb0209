package dev.rostrum.architecture.planted.elsewhere;

/** In a package that the table does not know. */
class Homeless {}
