package dev.rostrum.app;

import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.Team;
import dev.rostrum.store.query.AnnouncementQuery;
import dev.rostrum.store.query.Snapshot;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.ui.people.PeopleScreen;
import dev.rostrum.ui.shell.Navigator;
import dev.rostrum.ui.shell.PaletteSource;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import dev.rostrum.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the palette finds in an open connection: people and announcements as their tables find them, teams by their names. */
final class PaletteFinds implements PaletteSource {
    private static final int PEOPLE = 6;
    private static final int ONLY_PEOPLE = 24;
    private static final int OTHERS = 4;

    private final Texts texts = Texts.of(PaletteFinds.class);
    private final Workspace workspace;
    private final Navigator navigator;
    private final Times times;

    PaletteFinds(Workspace workspace, Navigator navigator, Times times) {
        this.workspace = workspace;
        this.navigator = navigator;
        this.times = times;
    }

    @Override
    public Found find(String text, boolean peopleOnly) {
        List<Hit> hits = new ArrayList<>();
        Snapshot<UserQuery.Row> people = workspace
                .views()
                .users()
                .select(PeopleFilter.of(null, text))
                .open(peopleOnly ? ONLY_PEOPLE : PEOPLE, 0);
        for (UserQuery.Row row : people.page(0, peopleOnly ? ONLY_PEOPLE : PEOPLE)) {
            hits.add(person(row));
        }
        if (!peopleOnly) {
            String sought = text.toLowerCase(Locale.ROOT);
            workspace.views().teams().stream()
                    .filter(team -> team.name().toLowerCase(Locale.ROOT).contains(sought))
                    .limit(OTHERS)
                    .forEach(team -> hits.add(team(team)));
            workspace
                    .views()
                    .announcements()
                    .select(text, AnnouncementQuery.Stage.ALL)
                    .page(0, OTHERS)
                    .forEach(row -> hits.add(announcement(row)));
        }
        return new Found(hits, people.count());
    }

    private Hit person(UserQuery.Row row) {
        String name = row.name() == null ? row.lastingId() : row.name();
        String address = row.email() == null ? row.userPrincipalName() : row.email();
        return new Hit(
                Kind.PERSON,
                BidiText.isolated(name),
                address == null ? "" : address,
                row.lastingId(),
                () -> navigator.open(Screens.PEOPLE, new PeopleScreen.Show(null, name, row.lastingId())));
    }

    private Hit team(Team team) {
        return new Hit(
                Kind.TEAM,
                BidiText.isolated(team.name()),
                texts.get("palette.team", Counts.of(team.people())),
                team.id(),
                () -> navigator.open(Screens.PEOPLE, new PeopleScreen.Show(team.id(), "", null)));
    }

    private Hit announcement(AnnouncementQuery.Row row) {
        return new Hit(
                Kind.ANNOUNCEMENT,
                BidiText.isolated(row.send().title()),
                times.moment(row.send().createdAt()),
                Long.toString(row.send().id()),
                () -> navigator.open(Screens.ANNOUNCEMENTS, row.send().id()));
    }
}
