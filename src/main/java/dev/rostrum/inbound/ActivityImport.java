package dev.rostrum.inbound;

import dev.rostrum.domain.BotId;
import dev.rostrum.domain.InboundEvent;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.inbound.CapturedActivities.NotTaken;
import dev.rostrum.inbound.CapturedFacts.Said;
import dev.rostrum.store.people.ImportStore;
import dev.rostrum.store.people.ImportStore.Brought;
import dev.rostrum.store.people.ImportStore.Taken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Takes over what a bot elsewhere was told, from a file of captured activities: people, their conversations, teams. Nobody proved what
 * a file says (decision 0054): people are unverified, their conversation ids are used only after a create gave the same, and whatever
 * Teams tells goes before it. All of a file is taken in one commit, or nothing; once more, it changes nothing.
 */
public final class ActivityImport {
    /** Enough to see how a file begins. */
    private static final int BEGINNING = 1_024;

    /** The bytes of the marks that tell an encoding. UTF-16 puts zeros between. */
    private static final String MARKS = "\u00ef\u00bb\u00bf\u00fe\u00ff";

    /**
     * What became of a file.
     *
     * @param activities activities and other things that the file has
     * @param known activities that say nothing new
     * @param people people that are new
     * @param conversations conversation ids that are new
     * @param teams teams that are new
     * @param refusals activities of which something or all was not taken, by why
     * @param refused how many these are
     * @param dryRun whether nothing was written
     */
    public record Result(
            long activities,
            long known,
            long people,
            long conversations,
            long teams,
            Map<Reason, Long> refusals,
            long refused,
            boolean dryRun) {
        public Result {
            refusals = Map.copyOf(refusals);
        }

        /** Whether there was something and each of it was refused. */
        public boolean nothingTaken() {
            return activities > 0 && refused == activities;
        }
    }

    private final ImportStore store;
    private final Recipient recipient;
    private final Clock clock;

    /** @param recipient whose activities are taken: ids belong to one bot in one tenant */
    public ActivityImport(ImportStore store, Recipient recipient, Clock clock) {
        this.store = store;
        this.recipient = recipient;
        this.clock = clock;
    }

    /** Whether a file holds activities, by its first character; a table of people begins with a name. */
    public static boolean holds(Path path) {
        if (!Files.isRegularFile(path)) {
            // What a pipe gives is read once; whoever reads the file says what to do.
            return false;
        }
        try (InputStream in = Files.newInputStream(path)) {
            for (byte each : in.readNBytes(BEGINNING)) {
                int c = each & 0xff;
                if (c == '{' || c == '[') {
                    return true;
                }
                if (c > ' ' && MARKS.indexOf(c) < 0) {
                    return false;
                }
            }
            return false;
        } catch (IOException e) {
            // Whoever reads the file says so.
            return false;
        }
    }

    /**
     * Reads a file to its end, and takes it then. Memory grows with the people in it, of whom there may be 50,000.
     *
     * @param dryRun whether to say only what would become of it
     * @param notTaken told of each activity of which something was not taken: first what cannot be taken whatever is known, in the
     *     order of the file, then what contradicts what is known
     * @param progress told how many activities were read, after each 1,000
     * @param cancelled asked while the file is read; then nothing is taken
     * @throws Problem when the file cannot be read to its end, or names too many; then nothing is taken
     */
    public Result run(
            Path path, boolean dryRun, Consumer<NotTaken> notTaken, LongConsumer progress, BooleanSupplier cancelled)
            throws InterruptedException {
        Run run = new Run(notTaken);
        CapturedActivities.read(path, run::activity, run::refuse, progress, cancelled);
        return run.take(dryRun);
    }

    private final class Run {
        private final Consumer<NotTaken> notTaken;
        private final CapturedFacts facts = new CapturedFacts();
        private final Map<Reason, Long> refusals = new HashMap<>();
        private final BitSet refused = new BitSet();
        private int count;

        private Run(Consumer<NotTaken> notTaken) {
            this.notTaken = notTaken;
        }

        private void activity(InboundEvent event, long line) {
            Said said = new Said(count++, line);
            Reason foreign = foreign(event);
            if (foreign != null) {
                refuse(said, foreign);
            } else {
                facts.add(event, said).forEach(reason -> refuse(said, reason));
            }
        }

        private void refuse(NotTaken each) {
            refused.set(count++);
            tell(each);
        }

        private void refuse(Said said, Reason reason) {
            refused.set(said.activity());
            tell(new NotTaken(said.line(), reason));
        }

        private void tell(NotTaken each) {
            refusals.merge(each.reason(), 1L, Long::sum);
            notTaken.accept(each);
        }

        private Result take(boolean dryRun) {
            Brought brought = store.bring(facts.known(recipient.tenantId()), facts.teams(), clock.instant(), dryRun);
            BitSet taken = new BitSet();
            long people = 0;
            long conversations = 0;
            for (int i = 0; i < brought.people().size(); i++) {
                CapturedFacts.Person person = facts.people().get(i);
                Taken what = brought.people().get(i).taken();
                if (what == Taken.PERSON || what == Taken.PERSON_AND_CONVERSATION) {
                    people++;
                    taken.set(person.said().activity());
                }
                if (what == Taken.CONVERSATION || what == Taken.PERSON_AND_CONVERSATION) {
                    conversations++;
                    taken.set(person.conversationSaid().activity());
                }
                switch (what) {
                    case OTHER_PERSON -> refuse(person.said(), CapturedFacts.OTHER_PERSON);
                    case OTHER_CONVERSATION -> refuse(person.conversationSaid(), CapturedFacts.OTHER_CONVERSATION);
                    case CONVERSATION_OF_ANOTHER -> refuse(person.conversationSaid(), CapturedFacts.OF_ANOTHER);
                    default -> {}
                }
            }
            brought.teams().forEach(team -> taken.set(facts.said(team).activity()));
            taken.or(refused);
            return new Result(
                    count,
                    count - taken.cardinality(),
                    people,
                    conversations,
                    brought.teams().size(),
                    refusals,
                    refused.cardinality(),
                    dryRun);
        }
    }

    /** Why an activity is not one that Teams posted to this bot, or null. That it says so proves nothing; what does not is no use. */
    private Reason foreign(InboundEvent event) {
        if (!"msteams".equals(event.channelId())) {
            return Reason.of("event.import.notTeams");
        }
        if (!BotId.wire(recipient.appId()).equals(event.botId())) {
            return Reason.of("event.import.otherBot");
        }
        if (!recipient.tenantId().equals(event.tenantId())) {
            return Reason.of("import.row.otherTenant");
        }
        return event.serviceUrl() == null || believable(event.serviceUrl())
                ? null
                : Reason.of(recipient.connector().local() ? "import.row.notThisComputer" : "import.row.serviceUrl");
    }

    /** Ids of another cloud are nobody's here. The port of a local service is another one after each start. */
    private boolean believable(String serviceUrl) {
        return recipient.connector().local() ? ServiceUrl.isLoopback(serviceUrl) : recipient.sendsTo(serviceUrl);
    }
}
