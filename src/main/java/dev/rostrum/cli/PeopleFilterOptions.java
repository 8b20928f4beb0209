package dev.rostrum.cli;

import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.workspace.Workspace.Views;
import java.time.Clock;
import picocli.CommandLine.Option;

/** Which people a command shows: all conditions hold at once. */
final class PeopleFilterOptions {
    @Option(names = "--team", paramLabel = "TEAM", descriptionKey = "userList.team")
    private String team;

    @Option(names = "--joined-since", paramLabel = "WHEN", descriptionKey = "userList.joined-since")
    private String joinedSince;

    @Option(names = "--list", paramLabel = "LIST", descriptionKey = "userList.list")
    private String list;

    @Option(names = "--search", paramLabel = "TEXT", descriptionKey = "userList.search")
    private String search;

    @Option(names = "--kind", paramLabel = "KIND", descriptionKey = "userList.kind")
    private String kind;

    @Option(names = "--conversation", paramLabel = "STATE", descriptionKey = "userList.conversation")
    private String conversation;

    @Option(names = "--contacted-since", paramLabel = "WHEN", descriptionKey = "userList.contacted-since")
    private String contactedSince;

    @Option(names = "--not-contacted-since", paramLabel = "WHEN", descriptionKey = "userList.not-contacted-since")
    private String notContactedSince;

    @Option(names = "--source", paramLabel = "SOURCE", descriptionKey = "userList.source")
    private String source;

    @Option(
            names = "--do-not-contact",
            arity = "0..1",
            fallbackValue = "yes",
            paramLabel = "yes|no",
            descriptionKey = "userList.do-not-contact")
    private String doNotContact;

    @Option(names = "--filter", paramLabel = "NAME", descriptionKey = "userList.filter")
    private String kept;

    /** What is asked for: a kept filter, and what else is named in the place of what that says of it. */
    PeopleFilter filter(Views views, Clock clock) {
        PeopleConditions conditions = new PeopleConditions(views, clock);
        PeopleFilter filter =
                kept == null ? PeopleFilter.ALL : NameLookup.filter(views, kept).filter();
        String[] values = {
            team, joinedSince, list, search, kind, conversation, contactedSince, notContactedSince, source, doNotContact
        };
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                filter = conditions.with(filter, PeopleConditions.NAMES.get(i), values[i]);
            }
        }
        return filter;
    }
}
