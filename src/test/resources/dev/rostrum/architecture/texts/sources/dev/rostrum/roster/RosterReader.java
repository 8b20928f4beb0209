package dev.rostrum.roster;

class RosterReader {
    static final String FILE = "roster.json";
    static final String WORDLESS = "roster.wordless";

    Reason good(String kind) {
        LOG.info("words for the log " + kind);
        throw kind.startsWith("what others say") ? new IOException("words for programmers", null) : "roster.good";
    }

    List<Reason> bad(String kind) {
        String half = kind + " is not known here";
        return List.of(
                Reason.of("roster.missing", kind),
                Reason.of(kind.isEmpty() ? "roster.apostrophe" : "roster.absent"),
                Reason.of("roster.kind." + kind),
                Reason.of("roster.undeclared." + kind),
                Problem.failed("The roster is gone."),
                problem(field, "team.elsewhere"),
                label("Sync roster"));
    }

    void thrown() {
        throw Problem.wrongUse("nobundle.code");
    }
}
