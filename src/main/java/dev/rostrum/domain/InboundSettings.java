package dev.rostrum.domain;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the bot does with what people do in Teams. Everything is off unless switched on.
 *
 * @param listen whether the console listens by itself while it is open
 * @param host a name or an address of this computer, where it listens
 * @param port 0 for any free one
 * @param welcome sent once to a person who adds the bot
 * @param welcomeOn to those who add it personally
 * @param welcomeTeamMembers to those who join a small team that has it, too
 * @param mention sent to people whom somebody mentions together with the bot; {@link #MENTIONER} in it becomes who that was
 * @param mentionOn whether it is sent
 * @param mentionPeople whose mentions count, by the ids by which people last ({@link PersonId#lasting}); none for nobody's
 * @param mentionTeams in which teams they count, by their ids; none for nowhere
 * @param replies whether what people write to the bot is kept and shown
 * @param stopWords by which people ask not to be written to, in any spelling
 * @param startWords by which they take that back
 * @param confirmation the answer to a stop word
 * @param again the answer to a start word
 */
public record InboundSettings(
        boolean listen,
        String host,
        int port,
        Message welcome,
        boolean welcomeOn,
        boolean welcomeTeamMembers,
        Message mention,
        boolean mentionOn,
        Set<String> mentionPeople,
        Set<String> mentionTeams,
        boolean replies,
        List<String> stopWords,
        List<String> startWords,
        Message confirmation,
        Message again) {
    /** Stands in the message to mentioned people for the name of who mentioned them. */
    public static final String MENTIONER = "{mentioner}";

    /** Members that a team has at most for those who join it to be welcomed. */
    public static final int MAX_WELCOMED_TEAM = 100;

    /** People who are written to because of one message that mentions them. */
    public static final int MAX_MENTIONED = 5;

    /** The same because of one person in 24 hours; and confirmations to one person. */
    public static final int MAX_A_DAY = 10;

    public static final int MAX_PEOPLE = 500;
    public static final int MAX_TEAMS = 200;
    public static final int MAX_WORDS = 200;
    public static final int MAX_WORD = 40;

    private static final int MAX_HOST = 255;
    private static final int MAX_PORT = 65_535;

    /** All off, where the samples of the Bot Framework listen, with the usual words. */
    public static final InboundSettings DEFAULT = new InboundSettings(
            false,
            "127.0.0.1",
            3978,
            new Message("", TextFormat.MARKDOWN),
            false,
            false,
            new Message("", TextFormat.MARKDOWN),
            false,
            Set.of(),
            Set.of(),
            false,
            OptOutWords.DEFAULT_STOP,
            OptOutWords.DEFAULT_START,
            new Message("You will get no more messages here. To get them again, write START.", TextFormat.PLAIN),
            new Message("You will get messages here again. To get no more, write STOP.", TextFormat.PLAIN));

    public InboundSettings {
        host = host.strip();
        Objects.requireNonNull(welcome, "welcome");
        Objects.requireNonNull(mention, "mention");
        Objects.requireNonNull(confirmation, "confirmation");
        Objects.requireNonNull(again, "again");
        mentionPeople = Set.copyOf(mentionPeople);
        mentionTeams = Set.copyOf(mentionTeams);
        stopWords = List.copyOf(stopWords);
        startWords = List.copyOf(startWords);
    }

    public InboundSettings withListening(boolean on, String newHost, int newPort) {
        return new InboundSettings(
                on,
                newHost,
                newPort,
                welcome,
                welcomeOn,
                welcomeTeamMembers,
                mention,
                mentionOn,
                mentionPeople,
                mentionTeams,
                replies,
                stopWords,
                startWords,
                confirmation,
                again);
    }

    public InboundSettings withWelcome(Message message, boolean on, boolean teamMembers) {
        return new InboundSettings(
                listen,
                host,
                port,
                message,
                on,
                teamMembers,
                mention,
                mentionOn,
                mentionPeople,
                mentionTeams,
                replies,
                stopWords,
                startWords,
                confirmation,
                again);
    }

    public InboundSettings withMention(Message message, boolean on, Set<String> people, Set<String> teams) {
        return new InboundSettings(
                listen,
                host,
                port,
                welcome,
                welcomeOn,
                welcomeTeamMembers,
                message,
                on,
                people,
                teams,
                replies,
                stopWords,
                startWords,
                confirmation,
                again);
    }

    public InboundSettings withReplies(boolean on) {
        return new InboundSettings(
                listen,
                host,
                port,
                welcome,
                welcomeOn,
                welcomeTeamMembers,
                mention,
                mentionOn,
                mentionPeople,
                mentionTeams,
                on,
                stopWords,
                startWords,
                confirmation,
                again);
    }

    public InboundSettings withWords(List<String> stop, List<String> start, Message stopped, Message started) {
        return new InboundSettings(
                listen,
                host,
                port,
                welcome,
                welcomeOn,
                welcomeTeamMembers,
                mention,
                mentionOn,
                mentionPeople,
                mentionTeams,
                replies,
                stop,
                start,
                stopped,
                started);
    }

    /** The same with every switch off. */
    public InboundSettings off() {
        return withListening(false, host, port)
                .withWelcome(welcome, false, false)
                .withMention(mention, false, mentionPeople, mentionTeams)
                .withReplies(false);
    }

    /** The words to compare messages with. */
    public OptOutWords words() {
        return new OptOutWords(stopWords, startWords);
    }

    /** Why these cannot be used; empty where they can. */
    public Optional<Reason> fault() {
        if (port < 0 || port > MAX_PORT) {
            return Optional.of(Reason.of("endpoint.port.range", String.valueOf(MAX_PORT), String.valueOf(port)));
        }
        if (host.isEmpty() || host.length() > MAX_HOST || host.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
            return Optional.of(Reason.of("inbound.host"));
        }
        return fault("inbound.welcome", welcome, welcomeOn || welcomeTeamMembers)
                .or(() -> fault("inbound.mention", mention, mentionOn))
                .or(() -> mentionOn && !mention.text().contains(MENTIONER)
                        ? Optional.of(Reason.of("inbound.mention.mentioner", MENTIONER))
                        : Optional.empty())
                .or(() -> fault("inbound.confirmation", confirmation, true))
                .or(() -> fault("inbound.again", again, true))
                .or(this::tooMany)
                .or(this::wordFault);
    }

    private static Optional<Reason> fault(String code, Message message, boolean used) {
        // As many as the characters of the body have as UTF-16, without what is around them.
        if (2L * message.text().length() > Message.MAX_BYTES) {
            return Optional.of(Reason.of(code, Reason.of("inbound.long", Message.MAX_BYTES / 2)));
        }
        if (message.isEmpty()) {
            return used ? Optional.of(Reason.of(code, Reason.of("inbound.empty"))) : Optional.empty();
        }
        return message.fault().map(why -> Reason.of(code, why));
    }

    private Optional<Reason> tooMany() {
        if (mentionPeople.size() > MAX_PEOPLE) {
            return Optional.of(Reason.of("inbound.people", MAX_PEOPLE));
        }
        if (mentionTeams.size() > MAX_TEAMS) {
            return Optional.of(Reason.of("inbound.teams", MAX_TEAMS));
        }
        return Optional.empty();
    }

    private Optional<Reason> wordFault() {
        if (stopWords.isEmpty() || startWords.isEmpty()) {
            return Optional.of(Reason.of("inbound.words.none"));
        }
        if (stopWords.size() > MAX_WORDS || startWords.size() > MAX_WORDS) {
            return Optional.of(Reason.of("inbound.words.many", MAX_WORDS));
        }
        Set<String> stop = new TreeSet<>();
        for (String word : stopWords) {
            stop.add(OptOutWords.compared(word));
            if (isNoWord(word)) {
                return Optional.of(Reason.of("inbound.words.word", word, MAX_WORD));
            }
        }
        for (String word : startWords) {
            if (isNoWord(word)) {
                return Optional.of(Reason.of("inbound.words.word", word, MAX_WORD));
            }
            if (stop.contains(OptOutWords.compared(word))) {
                return Optional.of(Reason.of("inbound.words.both", word));
            }
        }
        return Optional.empty();
    }

    private static boolean isNoWord(String word) {
        return word.length() > MAX_WORD
                || OptOutWords.compared(word).isEmpty()
                || word.chars().anyMatch(c -> c < ' ');
    }
}
