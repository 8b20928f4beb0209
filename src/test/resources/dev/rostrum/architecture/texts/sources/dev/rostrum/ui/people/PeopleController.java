package dev.rostrum.ui.people;

import dev.rostrum.ui.fx.Texts;

class PeopleController {
    String title() {
        return texts.get("bad.elsewhere");
    }
}
