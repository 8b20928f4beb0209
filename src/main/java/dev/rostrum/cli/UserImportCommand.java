package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.files.OutputFile;
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

/** Takes over people and conversation ids of another program of the same bot. */
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
            return run(input, target);
        }
    }

    private int run(SpooledInput input, OutputFile target) throws InterruptedException {
        Terminal terminal = session.terminal();
        Path source = input.path();
        if (encoding != null && input.spooled()) {
            throw Problem.wrongUse("import.encoding.input");
        }
        Charset charset = encoding == null ? asked(terminal, source) : TextEncoding.named(encoding);
        try (Workspace workspace = session.write("user import", wait)) {
            PeopleImport imports = workspace.act().imports();
            AtomicReference<PeopleImport.Result> result = new AtomicReference<>();
            if (target == null) {
                result.set(read(imports, source, charset, row -> {}));
            } else {
                AtomicReference<InterruptedException> stopped = new AtomicReference<>();
                SafeCsv.write(target, HEADER, sink -> {
                    try {
                        result.set(read(imports, source, charset, row -> sink.accept(line(row))));
                    } catch (InterruptedException e) {
                        stopped.set(e);
                    }
                });
                if (stopped.get() != null) {
                    throw stopped.get();
                }
            }
            say(terminal, result.get());
            // A script sees that a whole file was refused; of one that was taken in part the report tells.
            return result.get().nothingTaken() ? ExitStatus.FAILED : ExitStatus.DONE;
        }
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
        return Confirmation.yes(
                        terminal,
                        CommandTexts.get("userImport.ask", source.getFileName(), TextEncoding.WESTERN.name(), says))
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
        if (result.refused() > 0 && report == null) {
            terminal.note(CommandTexts.get("userImport.which"));
        }
        if (result.people() > 0 && !result.dryRun()) {
            terminal.note(CommandTexts.get("userImport.next"));
        }
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
