package dev.rostrum.ui.people;

import dev.rostrum.words.Texts;

class PeopleController {
    String title() {
        return texts.get("bad.elsewhere");
    }
}
