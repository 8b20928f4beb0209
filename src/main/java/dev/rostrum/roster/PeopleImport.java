package dev.rostrum.roster;

import dev.rostrum.domain.CachedText;
import dev.rostrum.domain.Guid;
import dev.rostrum.domain.PersonId;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.TrimmedId;
import dev.rostrum.domain.User;
import dev.rostrum.domain.UserKind;
import dev.rostrum.roster.KnownPeopleFile.Field;
import dev.rostrum.store.people.ImportStore;
import dev.rostrum.store.people.ImportStore.Imported;
import dev.rostrum.store.people.ImportStore.KnownPerson;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/**
 * Takes over people and conversation ids that another program used with the same bot, from a CSV file. They count as
 * unverified until a roster or an event of Teams names them. Nothing that is known already is changed; a missing id is added.
 */
public final class PeopleImport {
    /** Rows of one file at most. */
    public static final int MAX_ROWS = 1_000_000;

    /** Why a row was not taken. */
    public enum Refusal {
        /** There are more values than columns: a separator in one of them is not quoted. */
        TOO_MANY_VALUES("import.row.tooManyValues"),
        /** Neither a user id nor an object id. */
        NO_ID("import.row.noId"),
        USER_ID_SHAPE("import.row.userIdShape"),
        OBJECT_ID_SHAPE("import.row.objectIdShape"),
        /** An id has more characters than any that Teams gives out. */
        ID_TOO_LONG("import.row.idTooLong"),
        OTHER_TENANT("import.row.otherTenant"),
        NO_SERVICE_URL("import.row.noServiceUrl"),
        /** Its host is none of Microsoft's, nor the connection's own. */
        SERVICE_URL("import.row.serviceUrl"),
        /** The connection leads to a service on this computer, the address does not. */
        NOT_THIS_COMPUTER("import.row.notThisComputer"),
        OTHER_CLOUD("import.row.otherCloud"),
        /** The conversation is not that of a 1:1 chat with this bot. */
        CONVERSATION_SHAPE("import.row.conversationShape"),
        TWICE("import.row.twice"),
        OTHER_CONVERSATION("import.row.otherConversation"),
        OTHER_PERSON("import.row.otherPerson"),
        CONVERSATION_OF_ANOTHER("import.row.conversationOfAnother");

        private final String code;

        Refusal(String code) {
            this.code = code;
        }

        public Reason reason() {
            return Reason.of(code);
        }
    }

    /**
     * A row that was not taken.
     *
     * @param line where it begins in the file; the header is line 1
     * @param userId as it stands there
     * @param objectId as it stands there
     */
    public record NotTaken(long line, String userId, String objectId, Refusal refusal) {}

    /**
     * What became of a file.
     *
     * @param rows rows read, without the header
     * @param people people that are new
     * @param conversations conversation ids that are new
     * @param known rows that say nothing new
     * @param identified rows that add an id to somebody known, or say that two who were known apart are one person
     * @param optOuts new people with the address of somebody with an opt-out, whose it is too now
     * @param notTaken rows that were not taken, by reason
     * @param dryRun whether nothing was written
     */
    public record Result(
            long rows,
            long people,
            long conversations,
            long known,
            long identified,
            long optOuts,
            Map<Refusal, Long> notTaken,
            boolean dryRun) {
        /** How many rows were not taken. */
        public long refused() {
            return notTaken.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Whether there were rows and each was refused. */
        public boolean nothingTaken() {
            return rows > 0 && refused() == rows;
        }
    }

    private static final Pattern USER_ID = Pattern.compile("29:[A-Za-z0-9_-]{8,}");
    private static final Pattern CONVERSATION_ID = Pattern.compile("a:[A-Za-z0-9_-]{8,}");

    /** A 1:1 chat as Graph names it: of two GUIDs, the person's and the bot's (connector reference 9.2). */
    private static final Pattern GRAPH_CHAT =
            Pattern.compile("19:([0-9a-fA-F-]{36})_([0-9a-fA-F-]{36})@unq\\.gbl\\.spaces");

    /** Three times what any 1:1 conversation's id has (connector reference 9.2: about 130). */
    private static final int MAX_CONVERSATION_ID = 400;

    private final ImportStore store;
    private final String appId;
    private final String tenantId;
    private final ServiceUrl serviceUrl;
    private final Clock clock;

    /**
     * @param appId the connection's bot: user and conversation ids belong to one bot
     * @param tenantId the connection's tenant: rows of another are refused
     * @param serviceUrl the connection's: rows that lead to another host are refused
     */
    public PeopleImport(ImportStore store, String appId, String tenantId, ServiceUrl serviceUrl, Clock clock) {
        this.store = store;
        this.appId = appId;
        this.tenantId = tenantId;
        this.serviceUrl = serviceUrl;
        this.clock = clock;
    }

    /**
     * Reads a file to its end. Memory does not grow with it but for 8 bytes of each person. Whatever it holds is data: no address
     * in it is asked, no name of a variable or file looked up.
     *
     * @param charset the file's, as a person said; null where its bytes prove one
     * @param dryRun whether to say only what would become of it
     * @param notTaken told of each row that was not taken, in the order of the file within 1,000 rows
     * @param progress told how many rows were read, after each 1,000
     * @param cancelled asked after each 1,000 rows; what was taken by then stays
     * @throws Problem when the file cannot be read to its end; what was taken by then stays
     */
    public Result run(
            Path path,
            Charset charset,
            boolean dryRun,
            Consumer<NotTaken> notTaken,
            LongConsumer progress,
            BooleanSupplier cancelled)
            throws InterruptedException {
        RowImporter tally = new RowImporter(dryRun, notTaken);
        try (KnownPeopleFile file = KnownPeopleFile.open(path, charset(path, charset), tenantId)) {
            for (KnownPeopleFile.Row row = file.next(); row != null; row = file.next()) {
                if (++tally.rows > MAX_ROWS) {
                    throw Problem.wrongUse("import.tooManyRows", MAX_ROWS);
                }
                tally.add(row);
                if (tally.rows % ImportStore.CHUNK == 0) {
                    tally.flush();
                    progress.accept(tally.rows);
                    if (cancelled.getAsBoolean()) {
                        throw new InterruptedException("The import was cancelled after row " + tally.rows);
                    }
                }
            }
            tally.flush();
            return tally.result();
        } catch (IOException e) {
            throw Problem.failed(e, "import.unreadable", Reason.file(path));
        }
    }

    /** Looked at before any row is taken: half a file of names in the wrong letters is worse than none. */
    private static Charset charset(Path path, Charset said) {
        TextEncoding proven = TextEncoding.of(path);
        Reason name = Reason.file(path);
        if (said == null && proven.charset() == null) {
            throw Problem.wrongUse("import.encoding.unproven", name, proven.line());
        }
        if (said != null && proven.contradicts(said)) {
            throw Problem.wrongUse(
                    "import.encoding.other", name, proven.charset().name(), said.name());
        }
        return said == null || !proven.plain() && proven.charset() != null ? proven.charset() : said;
    }

    private final class RowImporter {
        private final boolean dryRun;
        private final Consumer<NotTaken> notTaken;
        private final Map<Refusal, Long> refusals = new EnumMap<>(Refusal.class);
        private final Set<Long> seen = new HashSet<>();
        private final List<KnownPeopleFile.Row> rowsOfChunk = new ArrayList<>();
        private final List<KnownPerson> chunk = new ArrayList<>();
        private long rows;
        private long people;
        private long conversations;
        private long known;
        private long identified;
        private long optOuts;

        RowImporter(boolean dryRun, Consumer<NotTaken> notTaken) {
            this.dryRun = dryRun;
            this.notTaken = notTaken;
        }

        void add(KnownPeopleFile.Row row) {
            Refusal refusal = refusal(row);
            if (refusal == null && !seen.add(fingerprint(person(row).user().personId()))) {
                refusal = Refusal.TWICE;
            }
            if (refusal != null) {
                refuse(row, refusal);
                return;
            }
            rowsOfChunk.add(row);
            chunk.add(person(row));
        }

        private void refuse(KnownPeopleFile.Row row, Refusal refusal) {
            refusals.merge(refusal, 1L, Long::sum);
            notTaken.accept(new NotTaken(
                    row.line(),
                    CachedText.cut(row.of(Field.USER_ID)),
                    CachedText.cut(row.of(Field.OBJECT_ID)),
                    refusal));
        }

        void flush() {
            if (chunk.isEmpty()) {
                return;
            }
            List<Imported> taken = dryRun ? store.look(chunk) : store.take(chunk, clock.instant());
            for (int i = 0; i < taken.size(); i++) {
                identified += taken.get(i).identified() ? 1 : 0;
                optOuts += taken.get(i).optOut() ? 1 : 0;
                switch (taken.get(i).taken()) {
                    case PERSON_AND_CONVERSATION -> {
                        people++;
                        conversations++;
                    }
                    case PERSON -> people++;
                    case CONVERSATION -> conversations++;
                    case KNOWN -> known += taken.get(i).identified() ? 0 : 1;
                    case OTHER_CONVERSATION -> refuse(rowsOfChunk.get(i), Refusal.OTHER_CONVERSATION);
                    case OTHER_PERSON -> refuse(rowsOfChunk.get(i), Refusal.OTHER_PERSON);
                    case CONVERSATION_OF_ANOTHER -> refuse(rowsOfChunk.get(i), Refusal.CONVERSATION_OF_ANOTHER);
                }
            }
            chunk.clear();
            rowsOfChunk.clear();
        }

        Result result() {
            return new Result(rows, people, conversations, known, identified, optOuts, Map.copyOf(refusals), dryRun);
        }
    }

    private static String id(KnownPeopleFile.Row row, Field field) {
        return TrimmedId.of(row.of(field)).value();
    }

    /** Why a row cannot be taken whatever is known, or null. */
    private Refusal refusal(KnownPeopleFile.Row row) {
        if (!row.whole()) {
            return Refusal.TOO_MANY_VALUES;
        }
        String userId = id(row, Field.USER_ID);
        if (userId.length() > User.MAX_ID
                || id(row, Field.CONVERSATION_ID).length() > MAX_CONVERSATION_ID
                || id(row, Field.OBJECT_ID).length() > User.MAX_ID) {
            return Refusal.ID_TOO_LONG;
        }
        if (!userId.isEmpty() && !USER_ID.matcher(userId).matches()) {
            return Refusal.USER_ID_SHAPE;
        }
        String objectId = id(row, Field.OBJECT_ID);
        if (!objectId.isEmpty() && !Guid.is(objectId)) {
            return Refusal.OBJECT_ID_SHAPE;
        }
        if (userId.isEmpty() && objectId(row) == null) {
            return Refusal.NO_ID;
        }
        if (!Guid.parse(row.of(Field.TENANT)).filter(tenantId::equalsIgnoreCase).isPresent()) {
            return Refusal.OTHER_TENANT;
        }
        String url = id(row, Field.SERVICE_URL);
        String conversation = id(row, Field.CONVERSATION_ID);
        if (url.isEmpty()) {
            return conversation.isEmpty() ? null : Refusal.NO_SERVICE_URL;
        }
        try {
            ServiceUrl named =
                    serviceUrl.local() ? ServiceUrl.parse(url, true) : ServiceUrl.parse(url, serviceUrl.allowedHost());
            if (!named.host().equals(serviceUrl.host())) {
                return Refusal.OTHER_CLOUD;
            }
        } catch (Problem e) {
            return serviceUrl.local() ? Refusal.NOT_THIS_COMPUTER : Refusal.SERVICE_URL;
        }
        boolean oneToOne = conversation.isEmpty()
                || CONVERSATION_ID.matcher(conversation).matches()
                || chatOf(objectId, conversation);
        return oneToOne ? null : Refusal.CONVERSATION_SHAPE;
    }

    /** Company Communicator stores a chat's Graph id where it installed the app by Graph: that of this person and bot only. */
    private boolean chatOf(String objectId, String conversation) {
        var chat = GRAPH_CHAT.matcher(conversation);
        if (!chat.matches() || objectId.isEmpty()) {
            return false;
        }
        String person = Guid.parse(objectId).orElse("");
        String one = chat.group(1).toLowerCase(Locale.ROOT);
        String other = chat.group(2).toLowerCase(Locale.ROOT);
        return (one.equals(person) && other.equals(appId)) || (one.equals(appId) && other.equals(person));
    }

    private static String objectId(KnownPeopleFile.Row row) {
        return PersonId.objectId(row.of(Field.OBJECT_ID));
    }

    private static KnownPerson person(KnownPeopleFile.Row row) {
        String conversation = id(row, Field.CONVERSATION_ID);
        PersonId id = new PersonId(id(row, Field.USER_ID), objectId(row));
        return new KnownPerson(
                new User(
                                id.text(),
                                id.objectId(),
                                row.of(Field.NAME),
                                null,
                                null,
                                row.of(Field.EMAIL),
                                row.of(Field.UPN),
                                Guid.parse(row.of(Field.TENANT)).orElse(null),
                                kind(row.of(Field.KIND)))
                        .bounded(),
                conversation.isEmpty() ? null : conversation);
    }

    private static UserKind kind(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "member" -> UserKind.MEMBER;
            case "guest" -> UserKind.GUEST;
            default -> UserKind.UNKNOWN;
        };
    }

    /** Eight bytes of SHA-256: of a million people two are taken for one once in 30 million files. */
    private static long fingerprint(PersonId id) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((id.userId() + " " + id.objectId()).getBytes(StandardCharsets.UTF_8));
            long value = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                value = value << 8 | hash[i] & 0xff;
            }
            return value;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
