package dev.rostrum.ui.people;

class PeopleViewModel {
    // texts.get("comment.key") and "oops" in a comment do not count
    private static final String KEY = "good.long"; /* "please" */
    char quote = '"';

    String title() {
        return texts.get("good.java") + texts().get("bad.missingInJava");
    }

    String state(String name) {
        return texts.get("good.state." + name) + texts.get("bad.none." + name) + text("bad.missingText");
    }

    String hint(String screen) {
        return texts.get(screen + ".hint") + texts.get("bad.twice") + text("bad.outcome") + text("bad.style")
                + text("good.format") + text("bad.apostrophe") + text("bad.braces") + text("bad.doubled")
                + text("allowed.outcome") + other.text("not a lookup")
                + text(screen.isEmpty() ? "good.java" : "bad.chosen") + sheet("good.css");
    }
}
