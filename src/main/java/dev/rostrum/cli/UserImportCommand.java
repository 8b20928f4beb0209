package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.files.OutputFile;
import dev.rostrum.inbound.ActivityImport;
import dev.rostrum.inbound.CapturedActivities;
import dev.rostrum.records.SafeCsv;
import dev.rostrum.roster.PeopleImport;
import dev.rostrum.roster.TextEncoding;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Sentences;
import dev.rostrum.workspace.Workspace;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes over people and conversation ids of another program of the same bot: a table of people, or activities that it captured. */
@Command(name = "import")
final class UserImportCommand implements Callable<Integer> {
    private static final List<String> HEADER = List.of("line", "userId", "objectId", "reason");

    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "FILE", descriptionKey = "userImport.file")
    private String file;

    @Option(names = "--encoding", paramLabel = "NAME", descriptionKey = "userImport.encoding")
    private String encoding;

    @Option(names = "--dry-run", descriptionKey = "userImport.dry-run")
    private boolean dryRun;

    @Option(names = "--report", paramLabel = "FILE", descriptionKey = "userImport.report")
    private String report;

    @Mixin
    private ForceOption force;

    @Mixin
    private JsonOption json;

    @Mixin
    private WaitOption wait;

    UserImportCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = session.terminal();
        OutputFile target = report == null ? null : force.file(report);
        try (SpooledInput input = SpooledInput.of(file, terminal)) {
            return input.read(source -> run(source, input.spooled(), target));
        }
    }

    private int run(Path source, boolean spooled, OutputFile target) throws InterruptedException {
        Terminal terminal = session.terminal();
        if (ActivityImport.holds(source)) {
            return activities(terminal, source, target);
        }
        if (encoding != null && spooled) {
            throw Problem.wrongUse("import.encoding.input");
        }
        Charset charset = encoding == null ? asked(terminal, source) : TextEncoding.named(encoding);
        try (Workspace workspace = session.write("user import", wait)) {
            PeopleImport imports = workspace.act().imports();
            PeopleImport.Result result =
                    reported(target, sink -> read(imports, source, charset, row -> sink.accept(line(row))));
            say(terminal, result);
            return status(result.nothingTaken());
        }
    }

    private int activities(Terminal terminal, Path source, OutputFile target) throws InterruptedException {
        if (encoding != null) {
            throw Problem.wrongUse("import.encoding.activities");
        }
        try (Workspace workspace = session.write("user import", wait)) {
            ActivityImport imports = workspace.act().activities();
            ActivityImport.Result result = reported(
                    target,
                    sink -> imports.run(
                            source, dryRun, row -> sink.accept(line(row)), count -> {}, () -> Thread.currentThread()
                                    .isInterrupted()));
            say(terminal, result);
            return status(result.nothingTaken());
        }
    }

    /** A script sees that a whole file was refused; of one that was taken in part the report tells. */
    private static int status(boolean nothingTaken) {
        return nothingTaken ? ExitStatus.FAILED : ExitStatus.DONE;
    }

    private interface Import<T> {
        T run(Consumer<List<String>> notTaken) throws InterruptedException;
    }

    /** What an import comes to, with what it did not take in the report where one was asked for. */
    private static <T> T reported(OutputFile target, Import<T> imports) throws InterruptedException {
        if (target == null) {
            return imports.run(row -> {});
        }
        AtomicReference<T> result = new AtomicReference<>();
        AtomicReference<InterruptedException> stopped = new AtomicReference<>();
        SafeCsv.write(target, HEADER, sink -> {
            try {
                result.set(imports.run(sink::accept));
            } catch (InterruptedException e) {
                stopped.set(e);
            }
        });
        if (stopped.get() != null) {
            throw stopped.get();
        }
        return result.get();
    }

    /** What a person before the terminal says of a file whose bytes prove nothing; null where they do, or nobody is there. */
    private static Charset asked(Terminal terminal, Path source) {
        if (!terminal.interactive() || TextEncoding.of(source).charset() != null) {
            return null;
        }
        List<String> samples = TextEncoding.samples(source, TextEncoding.WESTERN);
        if (samples.isEmpty()) {
            return null;
        }
        String says = samples.stream()
                .map(sample -> CommandTexts.get("userImport.sample", sample))
                .collect(Collectors.joining(", "));
        return Confirmation.yes(terminal, CommandTexts.get("userImport.ask", source, TextEncoding.WESTERN.name(), says))
                ? TextEncoding.WESTERN
                : null;
    }

    private PeopleImport.Result read(
            PeopleImport imports, Path source, Charset charset, Consumer<PeopleImport.NotTaken> notTaken)
            throws InterruptedException {
        return imports.run(source, charset, dryRun, notTaken, rows -> {}, () -> Thread.currentThread()
                .isInterrupted());
    }

    private static List<String> line(PeopleImport.NotTaken row) {
        return List.of(
                Long.toString(row.line()),
                row.userId(),
                row.objectId(),
                Sentences.of(row.refusal().reason()));
    }

    private static void print(Terminal terminal, PeopleImport.Result result) {
        List<Map.Entry<PeopleImport.Refusal, Long>> notTaken =
                result.notTaken().entrySet().stream().toList();
        new JsonRow(terminal)
                .put("dryRun", result.dryRun())
                .put("rows", result.rows())
                .put("people", result.people())
                .put("conversations", result.conversations())
                .put("known", result.known())
                .put("identified", result.identified())
                .put("optOuts", result.optOuts())
                .put("refused", result.refused())
                .put("notTaken", notTaken, (row, entry) -> row.cause(
                                entry.getKey().reason())
                        .put("count", entry.getValue()))
                .print();
    }

    private static List<String> line(CapturedActivities.NotTaken each) {
        return List.of(Long.toString(each.line()), "", "", Sentences.of(each.reason()));
    }

    private void say(Terminal terminal, ActivityImport.Result result) {
        if (json.json()) {
            print(terminal, result);
        } else {
            tell(terminal, result);
        }
        after(terminal, result.refused(), result.dryRun() ? 0 : result.people());
        if (result.conversations() > 0 && !result.dryRun()) {
            terminal.note(CommandTexts.get("userImport.conversations"));
        }
    }

    private static void print(Terminal terminal, ActivityImport.Result result) {
        List<Map.Entry<Reason, Long>> notTaken =
                result.refusals().entrySet().stream().toList();
        new JsonRow(terminal)
                .put("dryRun", result.dryRun())
                .put("activities", result.activities())
                .put("people", result.people())
                .put("conversations", result.conversations())
                .put("teams", result.teams())
                .put("known", result.known())
                .put("refused", result.refused())
                .put("notTaken", notTaken, (row, entry) -> row.cause(entry.getKey())
                        .put("count", entry.getValue()))
                .print();
    }

    private static void tell(Terminal terminal, ActivityImport.Result result) {
        terminal.result(CommandTexts.get(
                result.dryRun() ? "userImport.activities.dry" : "userImport.activities",
                result.activities(),
                result.people(),
                result.conversations(),
                result.teams(),
                result.known(),
                result.refused()));
        result.refusals().entrySet().stream()
                .sorted(Map.Entry.<Reason, Long>comparingByValue().reversed())
                .forEach(entry ->
                        terminal.result("  " + Counts.of(entry.getValue()) + "  " + Sentences.of(entry.getKey())));
    }

    private void after(Terminal terminal, long refused, long people) {
        if (refused > 0 && report == null) {
            terminal.note(CommandTexts.get("userImport.which"));
        }
        if (people > 0) {
            terminal.note(CommandTexts.get("userImport.next"));
        }
    }

    private void say(Terminal terminal, PeopleImport.Result result) {
        if (json.json()) {
            print(terminal, result);
        } else {
            tell(terminal, result);
        }
        if (result.identified() > 0) {
            terminal.note(CommandTexts.get("userImport.identified", result.identified()));
        }
        if (result.optOuts() > 0) {
            terminal.note(CommandTexts.get("userImport.optOuts", result.optOuts()));
        }
        after(terminal, result.refused(), result.dryRun() ? 0 : result.people());
    }

    private static void tell(Terminal terminal, PeopleImport.Result result) {
        terminal.result(CommandTexts.get(
                result.dryRun() ? "userImport.done.dry" : "userImport.done",
                result.rows(),
                result.people(),
                result.conversations(),
                result.known(),
                result.refused()));
        result.notTaken().entrySet().stream()
                .sorted(Map.Entry.<PeopleImport.Refusal, Long>comparingByValue().reversed())
                .forEach(entry -> terminal.result("  " + Counts.of(entry.getValue()) + "  "
                        + Sentences.of(entry.getKey().reason())));
    }
}
