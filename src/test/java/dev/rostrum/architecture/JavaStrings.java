package dev.rostrum.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The string literals of a Java source, text blocks included, comments left out. */
final class JavaStrings {
    /**
     * @param value as the program sees it (escapes other than those of quotes and backslashes stay as written)
     * @param line where it begins, from 1
     * @param before the code in front of it, without white space and without what other literals hold, at most 800 characters
     * @param after the first character behind it that is not white space, or a blank at the end
     */
    record Literal(String value, int line, String before, char after) {
        private static final int NEAR = 80;
        private static final Pattern NAME = Pattern.compile("[\\w.]*$");

        /** The last of the code in front of it. */
        String near() {
            return before.substring(Math.max(0, before.length() - NEAR));
        }

        /** The call or annotation whose argument it is, as {@code LOG.info} or {@code thrownewIOException}; empty where there is none. */
        String call() {
            int open = open();
            Matcher name = NAME.matcher(before.substring(0, Math.max(0, open)));
            return open >= 0 && name.find() ? name.group() : "";
        }

        /** Which argument of the call it is, or is a part of, from 0. */
        int argument() {
            int arguments = 0;
            int depth = 0;
            for (char c : before.substring(open() + 1).toCharArray()) {
                depth += OPENING.indexOf(c) >= 0 ? 1 : CLOSING.indexOf(c) >= 0 ? -1 : 0;
                arguments += c == ',' && depth == 0 ? 1 : 0;
            }
            return arguments;
        }

        /** Where the bracket that is not closed before the literal stands; a block or statement has none. */
        private int open() {
            int depth = 0;
            for (int i = before.length() - 1; i >= 0; i--) {
                char c = before.charAt(i);
                if (CLOSING.indexOf(c) >= 0) {
                    depth++;
                } else if (OPENING.indexOf(c) >= 0 && depth-- == 0) {
                    return c == '(' ? i : -1;
                } else if (c == ';' && depth == 0) {
                    return -1;
                }
            }
            return -1;
        }
    }

    private static final String OPENING = "({";
    private static final String CLOSING = ")}";
    private static final int CONTEXT = 800;

    private final String source;
    private final List<Literal> found = new ArrayList<>();
    private final StringBuilder code = new StringBuilder();
    private int at;

    private JavaStrings(String source) {
        this.source = source;
    }

    static List<Literal> of(String source) {
        JavaStrings strings = new JavaStrings(source);
        strings.scan();
        return strings.found;
    }

    private void scan() {
        while (at < source.length()) {
            if (source.startsWith("//", at)) {
                at = endOf("\n", at);
            } else if (source.startsWith("/*", at)) {
                at = endOf("*/", at + 2);
            } else if (source.startsWith("\"\"\"", at)) {
                literal("\"\"\"");
            } else if (source.charAt(at) == '"') {
                literal("\"");
            } else if (source.charAt(at) == '\'') {
                int end = closing("'", at + 1);
                code.append("''");
                at = end + 1;
            } else {
                char c = source.charAt(at++);
                if (!Character.isWhitespace(c)) {
                    code.append(c);
                }
            }
        }
    }

    private void literal(String quote) {
        int begin = at + quote.length();
        int end = closing(quote, begin);
        at = Math.min(source.length(), end + quote.length());
        found.add(new Literal(
                source.substring(begin, end).replace("\\\"", "\"").replace("\\\\", "\\"),
                1
                        + (int) source.substring(0, begin)
                                .chars()
                                .filter(c -> c == '\n')
                                .count(),
                code.substring(Math.max(0, code.length() - CONTEXT)),
                next()));
        code.append("\"\"");
    }

    private char next() {
        return (char) source.substring(at)
                .chars()
                .filter(c -> !Character.isWhitespace(c))
                .findFirst()
                .orElse(' ');
    }

    private int closing(String quote, int from) {
        int i = from;
        while (i < source.length() && !source.startsWith(quote, i)) {
            i += source.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i, source.length());
    }

    private int endOf(String mark, int from) {
        int i = source.indexOf(mark, from);
        return i < 0 ? source.length() : i + mark.length();
    }
}
