package dev.rostrum.store;

import java.util.List;

/** Searches for words in SQL. For this package and those below it. */
public final class SearchWords {
    private SearchWords() {}

    /** The words of a search, folded; every one of them must be found somewhere. */
    public static List<String> of(String search) {
        String folded = search == null ? "" : TextKeys.fold(search).strip();
        return folded.isEmpty() ? List.of() : List.of(folded.split("\\s+"));
    }

    /** A condition for each word over the given test, which holds one {@code ?n} per word written as {@code :word}. */
    public static String containing(List<String> words, String test, List<Object> arguments) {
        StringBuilder conditions = new StringBuilder();
        for (String word : words) {
            arguments.add(word);
            conditions
                    .append(" AND (")
                    .append(test.replace(":word", "?" + arguments.size()))
                    .append(')');
        }
        return conditions.toString();
    }
}
