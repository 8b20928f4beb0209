package dev.rostrum.ui.compose;

import dev.rostrum.ui.compose.AudienceViewModel.Part;
import dev.rostrum.ui.compose.AudienceViewModel.PartKind;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.widget.FilterChip;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.words.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;

/** Who is chosen, as a sentence whose parts can be taken out. While nobody is, it leads to the choice. */
public final class AudienceSentence extends FlowPane {
    /** What of a choice it tells. */
    public enum What {
        /** Teams and people, and who of them is left out. */
        EVERYBODY,
        TEAMS,
        PEOPLE
    }

    private final Texts texts = Texts.of(AudienceSentence.class);
    private AudienceViewModel model;
    private What what;
    private Runnable choose;

    public AudienceSentence() {
        getStyleClass().add("r-sentence");
        ComposeSheet.on(this);
    }

    /**
     * Follows the choice.
     *
     * @param change opens the choice
     * @param other what leads there while somebody is chosen; it is out of sight while nobody is
     */
    public void follow(
            AudienceViewModel audience, What told, Runnable change, Node other, Subscriptions subscriptions) {
        model = audience;
        what = told;
        choose = change;
        Runnable show = () -> show(other);
        subscriptions.onChange(audience.in(), show);
        subscriptions.onChange(audience.out(), show);
        show.run();
    }

    private boolean tells(Part part) {
        return what == What.EVERYBODY || (part.kind() == PartKind.TEAM) == (what == What.TEAMS);
    }

    private void show(Node other) {
        List<Node> words = new ArrayList<>();
        List<Part> in = model.in().stream().filter(this::tells).toList();
        List<Part> out = what == What.EVERYBODY ? model.out() : List.of();
        if (in.isEmpty()) {
            Label nobody = new Label(texts.get(what == What.TEAMS ? "audience.nowhere" : "audience.nobody"));
            nobody.getStyleClass().add("r-muted");
            words.add(nobody);
            Button open = new Button(
                    texts.get(
                            switch (what) {
                                case EVERYBODY -> "audience.choose";
                                case TEAMS -> "audience.choose.teams";
                                case PEOPLE -> "audience.choose.people";
                            }),
                    new Icon("users"));
            open.getStyleClass().add("r-small-button");
            open.setOnAction(e -> choose.run());
            words.add(open);
        } else {
            if (what == What.EVERYBODY
                    && (in.get(0).kind() == PartKind.TEAM || in.get(0).kind() == PartKind.LIST)) {
                words.add(new Label(texts.get("audience.everyone")));
            }
            addAll(words, in);
            if (!out.isEmpty()) {
                words.add(new Label(texts.get("audience.without")));
                addAll(words, out);
            }
        }
        boolean lost = getScene() != null
                && getScene().getFocusOwner() != null
                && getScene().getFocusOwner().getParent() == this;
        getChildren().setAll(words);
        other.setVisible(!in.isEmpty());
        if (lost) {
            (in.isEmpty() ? words.get(words.size() - 1) : other).requestFocus();
        }
    }

    private void addAll(List<Node> words, List<Part> parts) {
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                words.add(new Label(texts.get("audience.plus")));
            }
            words.add(chip(parts.get(i)));
        }
    }

    private FilterChip chip(Part part) {
        FilterChip chip = new FilterChip(part.words());
        chip.setIcon(
                switch (part.kind()) {
                    case TEAM, PEOPLE -> "users";
                    case LIST -> "list";
                    case RULE -> "filter";
                    case PERSON -> "user";
                    case LEFT_OUT_TEAM, LEFT_OUT_LIST, LEFT_OUT, LEFT_OUT_PEOPLE -> "user-minus";
                });
        chip.setOnRemove(() -> model.remove(part));
        return chip;
    }
}
