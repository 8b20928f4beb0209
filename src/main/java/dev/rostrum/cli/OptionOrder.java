package dev.rostrum.cli;

/**
 * In which order the help of every command has its options: first its own, in the order of their declaration, then what they all share.
 */
final class OptionOrder {
    static final int LIMIT = 10;
    static final int CONFIRM = 20;
    static final int FORCE = 25;
    static final int OUTPUT = 30;
    static final int SECRET = 40;
    static final int WAIT = 50;
    static final int GLOBAL = 60;

    private OptionOrder() {}
}
