package dev.rostrum.ui.table;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Writes rows to a file, beside it first, so that what breaks leaves no half of one. */
@FunctionalInterface
public interface CsvFile {
    /**
     * @param rows is handed a sink and hands it every row; what it throws goes through
     * @return how many rows were written
     */
    long write(Path file, List<String> header, Consumer<Consumer<List<String>>> rows) throws Exception;
}
