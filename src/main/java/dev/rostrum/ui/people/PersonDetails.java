package dev.rostrum.ui.people;

import dev.rostrum.domain.ConversationState;
import dev.rostrum.domain.MessageFate;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.ShortId;
import dev.rostrum.domain.User;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.DetailsPane;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.StateChip;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.ui.words.Moments;
import dev.rostrum.ui.words.StateChips;
import dev.rostrum.ui.words.StateLabel;
import dev.rostrum.ui.words.StateLabels;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.States;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import java.time.Instant;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** One person in sections: who, which ids, which conversation, which teams, what they were sent. */
final class PersonDetails extends VBox {
    private static final int MOST_TEAMS = 20;
    private static final int MOST_IDS = 3;

    private final Texts texts = Texts.of(PersonDetails.class);
    private final Times times;

    /**
     * @param announce opens the composer for this person
     * @param makeMe null where nothing can be changed
     * @param questions as {@code makeMe}
     * @param erasing what can be done with all that is kept about them
     */
    PersonDetails(
            UserQuery.Details details,
            Times times,
            Runnable announce,
            Runnable makeMe,
            ContactQuestions questions,
            EraseQuestions erasing,
            Runnable close) {
        this.times = times;
        DetailsPane pane = new DetailsPane();
        ids(pane, details);
        contact(pane, details, questions);
        conversation(pane, details.contact(), details.lastAcceptedAt());
        teams(pane, details);
        sent(pane, details, erasing);
        kept(pane, details, erasing);
        getChildren().addAll(head(details, close), buttons(details, announce, makeMe), pane);
    }

    private HBox head(UserQuery.Details details, Runnable close) {
        User user = details.user();
        Label avatar = new Label(initials(user.label()));
        avatar.getStyleClass().add("r-avatar");
        Label name = new Label(BidiText.isolated(user.label()));
        name.getStyleClass().add("r-section");
        name.setMinWidth(0);
        name.setTooltip(new Tooltip(user.label()));
        Label facts = new Label(texts.get(
                "person.facts",
                StateLabels.of(user.kind()).word(),
                details.teams().size()));
        facts.getStyleClass().addAll("r-caption", "r-muted");
        VBox words = new VBox(name, facts);
        words.setAlignment(Pos.CENTER_LEFT);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button shut = new Button(null, new Icon("x", Icon.Size.NAV));
        Controls.iconOnly(shut, texts.get("details.close"));
        shut.setOnAction(e -> close.run());
        HBox head = new HBox(avatar, words, shut);
        head.getStyleClass().add("r-person-head");
        return head;
    }

    /** The first letters of the first and last word; of names without spaces the first letter. */
    static String initials(String name) {
        String[] words = name.strip().split("[\\s.@]+");
        String first = firstLetter(words[0]);
        return words.length < 2 ? first : first + firstLetter(words[words.length - 1]);
    }

    private static String firstLetter(String word) {
        return word.codePoints()
                .filter(Character::isLetterOrDigit)
                .limit(1)
                .mapToObj(c -> Character.toString(c).toUpperCase(Locale.ROOT))
                .findFirst()
                .orElse("");
    }

    private HBox buttons(UserQuery.Details details, Runnable announce, Runnable makeMe) {
        Button write = new Button(texts.get("announce.one"), new Icon("send"));
        write.getStyleClass().add("r-small-button");
        write.setOnAction(e -> announce.run());
        HBox buttons = new HBox(write);
        buttons.getStyleClass().add("r-person-buttons");
        buttons.setAlignment(Pos.CENTER_LEFT);
        if (details.me()) {
            StateChip me = new StateChip("user-check", texts.get("person.me.is"), Tone.ACCENT);
            me.setTooltip(new Tooltip(texts.get("person.me.tip")));
            buttons.getChildren().add(me);
        } else if (makeMe != null) {
            Button make = new Button(texts.get("person.me.make"), new Icon("user-check"));
            make.getStyleClass().add("r-small-button");
            make.setTooltip(new Tooltip(texts.get("person.me.tip")));
            make.setOnAction(e -> makeMe.run());
            buttons.getChildren().add(make);
        }
        return buttons;
    }

    private void ids(DetailsPane pane, UserQuery.Details details) {
        User user = details.user();
        DetailsPane.Section ids = pane.section(null, null);
        if (details.unverified()) {
            told(ids, StateLabels.unverified(), StateLabels.unverified().meaning());
        }
        String pairwise = user.personId().userId();
        if (pairwise != null) {
            ids.id(texts.get("person.id"), ShortId.of(pairwise), () -> pairwise);
        }
        details.earlierIds().stream()
                .limit(MOST_IDS)
                .forEach(earlier -> ids.id(texts.get("person.earlier.id"), ShortId.of(earlier), () -> earlier));
        if (user.objectId() != null) {
            ids.id(texts.get("person.object"), ShortId.of(user.objectId()), user::objectId);
        }
        if (user.email() != null) {
            ids.copyable(texts.get("person.email"), user.email());
        }
        if (user.userPrincipalName() != null) {
            ids.copyable(texts.get("person.upn"), user.userPrincipalName());
        }
        if (user.tenantId() != null) {
            ids.id(texts.get("person.tenant"), ShortId.of(user.tenantId()), user::tenantId);
        }
    }

    /** Whether they are written to: why the guard keeps messages from them, and what can be changed about it. */
    private void contact(DetailsPane pane, UserQuery.Details details, ContactQuestions questions) {
        ContactQuestions.Person person = ContactQuestions.Person.of(details);
        if (!person.keptOut() && questions == null) {
            return;
        }
        DetailsPane.Section section =
                pane.section(texts.get(person.keptOut() ? "person.contact" : "person.contact.free"), null);
        OptOut optOut = details.doNotContact();
        if (optOut != null) {
            String asker = optOut.asker() == OptOut.Asker.PERSON ? "person.asked" : "person.kept.out";
            Moments.row(section, texts.get(asker), times, optOut.at(), "");
            if (optOut.note() != null) {
                section.node(muted(Sentences.note(optOut)));
            }
        }
        if (details.blockedSince() != null) {
            Moments.row(section, texts.get("person.blocked"), times, details.blockedSince(), "");
        }
        if (questions != null) {
            for (MenuItem item : questions.items(person)) {
                Hyperlink link = new Hyperlink(item.getText(), item.getGraphic());
                link.getStyleClass().add("r-link");
                link.setOnAction(item.getOnAction());
                section.node(link);
            }
        }
    }

    private void conversation(DetailsPane pane, UserQuery.Contact contact, Instant lastAccepted) {
        DetailsPane.Section section = pane.section(texts.get("person.conversation"), null);
        if (contact == null) {
            section.node(muted(texts.get("person.conversation.none")));
        } else {
            section.id(
                    texts.get("person.conversation.id"), ShortId.of(contact.conversationId()), contact::conversationId);
            section.row(
                    texts.get("person.conversation.created"),
                    texts.get(
                            "person.conversation.by",
                            times.moment(contact.createdAt()),
                            StateLabels.of(contact.origin()).word()),
                    times.iso(contact.createdAt()));
            if (contact.state() != ConversationState.CURRENT) {
                StateLabel state = StateLabels.of(contact.state());
                told(
                        section,
                        state,
                        contact.inactiveAt() == null
                                ? state.meaning()
                                : texts.get(
                                        "person.conversation.since",
                                        times.moment(contact.inactiveAt()),
                                        state.meaning()));
            }
        }
        if (contact != null || lastAccepted != null) {
            Moments.row(section, texts.get("person.conversation.last"), times, lastAccepted, texts.get("never"));
        }
    }

    /** A chip and what it means. */
    private static void told(DetailsPane.Section section, StateLabel state, String meaning) {
        VBox box = new VBox(StateChips.of(state), muted(meaning));
        box.getStyleClass().add("r-told");
        section.node(box);
    }

    private void teams(DetailsPane pane, UserQuery.Details details) {
        DetailsPane.Section section = pane.section(texts.get("person.teams"), null);
        if (details.teams().isEmpty()) {
            section.node(muted(texts.get("person.teams.none")));
        }
        details.teams().stream().limit(MOST_TEAMS).forEach(team -> {
            Label since = Moments.caption(times, team.since());
            since.setText(texts.get("person.since", since.getText()));
            section.node(line(
                    new Label(BidiText.isolated(team.teamName() == null ? team.teamId() : team.teamName())), since));
        });
    }

    private void kept(DetailsPane pane, UserQuery.Details details, EraseQuestions erasing) {
        DetailsPane.Section section = pane.section(texts.get("person.kept"), null);
        erasing.links(details.user().lastingId(), details.user().label()).forEach(section::node);
    }

    private void sent(DetailsPane pane, UserQuery.Details details, EraseQuestions erasing) {
        DetailsPane.Section section = pane.section(texts.get("person.sent"), null);
        if (details.deliveries().isEmpty()) {
            section.node(muted(texts.get("person.sent.none")));
        }
        details.deliveries().forEach(sent -> sent(section, sent));
        if (details.deliveries().size() == UserQuery.MAX_DELIVERIES) {
            earlier(section, details.user().lastingId(), UserQuery.MAX_DELIVERIES, erasing);
        }
    }

    /** The next ones are read when they are asked for. */
    private void earlier(DetailsPane.Section section, String id, int from, EraseQuestions erasing) {
        Hyperlink more = new Hyperlink(texts.get("person.sent.more"));
        more.getStyleClass().add("r-link");
        more.setOnAction(e -> erasing.sent(id, from, page -> {
            section.getChildren().remove(more);
            page.forEach(sent -> sent(section, sent));
            if (page.size() == EraseViewModel.PAGE) {
                earlier(section, id, from + page.size(), erasing);
            }
        }));
        section.node(more);
    }

    private void sent(DetailsPane.Section section, UserQuery.Sent sent) {
        if (!sent.kind().sendsMessages() && sent.fate() != null) {
            // The message itself says that it was changed or recalled.
            return;
        }
        StateLabel label = StateLabels.of(sent.kind(), sent.state(), sent.fate(), sent.reason(), false);
        StateChip chip = StateChips.of(new StateLabel(
                label.icon(),
                sent.fate() == null || sent.fate() == MessageFate.AS_SENT
                        ? States.of(sent.kind(), sent.state(), sent.reason())
                        : label.word(),
                label.tone(),
                label.meaning()));
        Label when = Moments.caption(times, sent.at());
        Label title = new Label(BidiText.isolated(sent.title()));
        title.setTooltip(new Tooltip(title.getText()));
        HBox line = line(when, chip);
        when.setTooltip(new Tooltip(times.iso(sent.at())));
        VBox one = new VBox(title, line);
        one.getStyleClass().add("r-sent");
        section.node(one);
    }

    private static HBox line(Label left, Region right) {
        left.setMinWidth(0);
        left.setMaxWidth(Double.MAX_VALUE);
        left.setTooltip(new Tooltip(left.getText()));
        HBox.setHgrow(left, Priority.ALWAYS);
        right.setMinWidth(USE_PREF_SIZE);
        HBox line = new HBox(left, right);
        line.getStyleClass().add("r-fact-line");
        return line;
    }

    private static Label muted(String words) {
        Label label = new Label(words);
        label.getStyleClass().addAll("r-caption", "r-muted");
        label.setWrapText(true);
        return label;
    }
}
