package dev.rostrum.cli;

import dev.rostrum.announce.DryRun;
import java.util.Locale;

/** The requests of a dry run, one after the other, as they are made. */
final class DryRunLines {
    private final Terminal terminal;
    private final boolean json;
    private String before;

    DryRunLines(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.json = json;
    }

    /** @return the exit status */
    static int print(Terminal terminal, boolean json, DryRun dryRun) {
        DryRunLines lines = new DryRunLines(terminal, json);
        dryRun.each(lines::print);
        terminal.note(CommandTexts.get("dryRun.nothing"));
        return ExitStatus.DONE;
    }

    private void print(DryRun.Request request) {
        String step = request.call().name().toLowerCase(Locale.ROOT);
        String conversation = request.reuse() ? "reuse" : "create";
        if (json) {
            new JsonRow(terminal)
                    .put("userId", request.userId())
                    .put("name", request.name())
                    .put("conversation", conversation)
                    .put("step", step)
                    .put("method", request.method())
                    .put("url", request.url())
                    .put("headers", request.headers())
                    .putJson("body", request.body())
                    .put("utf16Bytes", request.utf16Bytes())
                    .print();
            return;
        }
        if (!request.userId().equals(before)) {
            before = request.userId();
            terminal.result("");
            terminal.result(CommandTexts.get(
                    "dryRun.conversation." + conversation,
                    (request.name() == null ? "" : request.name() + "  ") + request.userId()));
        }
        terminal.result("  " + DisplayWidth.left(step, 7) + request.method() + " " + request.url());
        request.headers().forEach((name, value) -> terminal.result("         " + name + ": " + value));
        if (request.body() != null) {
            terminal.result("         " + request.body());
            terminal.result("         " + CommandTexts.get("dryRun.bytes", request.utf16Bytes()));
        }
    }
}
