package dev.rostrum.ui.people;

import dev.rostrum.words.Texts;
import dev.rostrum.ui.shell.Shell;

class PeopleHeader {
    private final Texts shellTexts = Texts.of(Shell.class);

    String title() {
        return shellTexts.get("good.shared");
    }
}
