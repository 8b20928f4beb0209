package dev.rostrum.connection.doctor;

/** A message whose first sentence says what is the matter and whose others say what to do, as this program's messages do. */
record Sentences(String meaning, String fix) {
    static Sentences of(String message) {
        String text = message == null ? "" : message.strip();
        for (int at = text.indexOf(". "); at >= 0; at = text.indexOf(". ", at + 1)) {
            if (at + 2 < text.length() && Character.isUpperCase(text.charAt(at + 2))) {
                return new Sentences(
                        text.substring(0, at + 1), text.substring(at + 2).strip());
            }
        }
        return new Sentences(text, "");
    }
}
