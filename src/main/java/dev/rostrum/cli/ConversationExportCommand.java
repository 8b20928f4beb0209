package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.store.query.ConversationQuery;
import dev.rostrum.workspace.Workspace;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes stored conversation ids as CSV. */
@Command(
        name = "export",
        sortOptions = false,
        description = "Writes the stored conversation ids as CSV (UTF-8). Cells that a spreadsheet would take for a"
                + " formula begin with an apostrophe.")
final class ConversationExportCommand implements Callable<Integer> {
    static final String[] COLUMNS = {
        "conversationId", "userId", "name", "email", "origin", "createdAt", "lastAcceptedAt"
    };

    private final Session session;

    @Parameters(index = "0", paramLabel = "FILE", description = "File to write, - for standard output.")
    private String file;

    @Option(names = "--search", paramLabel = "TEXT", description = "Only with TEXT in name, email or id.")
    private String search = "";

    ConversationExportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.read("conversation export")) {
            ConversationQuery conversations = workspace.views().conversations();
            long rows;
            if (file.equals("-")) {
                rows = write(conversations, new OutputStreamWriter(terminal.out(), StandardCharsets.UTF_8));
            } else {
                rows = toFile(conversations);
            }
            terminal.note(Words.count(rows, "conversation", "conversations") + " written"
                    + (file.equals("-") ? "." : " to " + file + "."));
        }
        return ExitStatus.DONE;
    }

    /** Beside the file first: what was there before stays until all of it is written. */
    private long toFile(ConversationQuery conversations) {
        try {
            Path target = Path.of(file).toAbsolutePath();
            if (Files.isDirectory(target)) {
                throw Problem.wrongUse(file + " is a folder. Name a file in it.");
            }
            Path beside = Files.createTempFile(target.getParent(), target.getFileName() + ".", ".part");
            try {
                long rows;
                try (BufferedWriter writer = Files.newBufferedWriter(beside, StandardCharsets.UTF_8)) {
                    rows = write(conversations, writer);
                }
                Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
                return rows;
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (InvalidPathException e) {
            throw Problem.wrongUse("A file cannot be called " + Words.quoted(file) + ". Choose another name.");
        } catch (IOException | UncheckedIOException e) {
            throw Problem.failed(
                    "The file " + file
                            + " cannot be written. Check that its folder exists, may be written and has room.",
                    e);
        }
    }

    private long write(ConversationQuery conversations, Writer writer) throws IOException {
        Terminal terminal = session.terminal();
        CSVPrinter csv = new CSVPrinter(
                writer, CSVFormat.RFC4180.builder().setHeader(COLUMNS).get());
        AtomicLong rows = new AtomicLong();
        conversations.each(search, ConversationListCommand.BY_NAME, row -> {
            try {
                csv.printRecord(
                        CsvCell.of(row.id()),
                        CsvCell.of(row.userId()),
                        CsvCell.of(row.name()),
                        CsvCell.of(row.email()),
                        row.origin().name().toLowerCase(Locale.ROOT),
                        terminal.stamp(row.createdAt()),
                        terminal.stamp(row.lastAcceptedAt()));
                rows.incrementAndGet();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        csv.flush();
        return rows.get();
    }
}
