package dev.rostrum.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.architecture.CodeScan.Composed;
import dev.rostrum.connection.ConnectionArchive;
import dev.rostrum.connection.ConnectionCheck;
import dev.rostrum.connection.Field;
import dev.rostrum.connection.secret.Purpose;
import dev.rostrum.domain.GuardReason;
import dev.rostrum.domain.LeftOutCode;
import dev.rostrum.domain.Reason;
import dev.rostrum.inbound.Authentication;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every text that is shown is in a bundle, once, and says what may be said. */
class TextsTest {
    /** Uses of an unwanted word that are right, each with the reason. */
    private static final List<TextScan.Allowance> ALLOWED = List.of(new TextScan.Allowance(
            "UsageFaults.java", "Invalid value for", "the words of picocli, which are replaced by ours"));

    /** Codes without words of their own. */
    private static final Set<String> WORDLESS = Set.of(
            // Sentences makes their words of what is inside.
            Reason.LINES,
            Reason.NAMED,
            Reason.STEP_OF,
            // A link to a team is no trouble; PastedLink only marks it.
            "team.pasted.team");

    /** Words in Java that are for nobody to read, each with the reason. */
    private static final List<TextScan.Allowance> SENTENCES = List.of(
            new TextScan.Allowance("AppPackage.java", "rostrum teams app of bot ", "what an id is made of"),
            new TextScan.Allowance("Backups.java", "backup re", "names of commands"),
            new TextScan.Allowance("Cause.java", " id", "the words of Teams"),
            new TextScan.Allowance("Cause.java", "blocked from message writes", "the words of Teams"),
            new TextScan.Allowance("Cause.java", "sufficient privileges", "the words of Teams"),
            new TextScan.Allowance("HostNames.java", "name", "of an UnknownHostException"),
            new TextScan.Allowance(
                    "InboundSettings.java", "You will get ", "messages to people, which the admin can change"),
            new TextScan.Allowance("OptOutWords.java", " ", "what people write, in languages of their own"),
            new TextScan.Allowance(
                    "LogFiles.java", "the log files could not be renamed", "of an exception for the log"),
            new TextScan.Allowance("Network.java", ", with a login", "toString"),
            new TextScan.Allowance("SealedStream.java", "the header ends early", "of an exception, Broken"),
            new TextScan.Allowance("SealedStream.java", "the rounds are out of bounds", "of an exception, Broken"),
            new TextScan.Allowance("SealedStream.java", " is not what was sealed there", "of an exception, Broken"),
            new TextScan.Allowance("SealedStream.java", "the end mark is missing", "of an exception, Broken"),
            new TextScan.Allowance("SystemKeychain.java", "No keychain", "of an exception, Absent"),
            new TextScan.Allowance("TeamStore.java", "left_count, people", "columns of a table"));

    private static final String BUNDLE = "dev/rostrum/ui/people/texts.properties";
    private static final String WORDS = "dev/rostrum/words/";
    private static final String ROSTER = WORDS + "roster.properties";
    private static final String READER = "dev/rostrum/roster/RosterReader.java";
    private static final String FXML = "dev/rostrum/ui/people/people.fxml";
    private static final String MODEL = "dev/rostrum/ui/people/PeopleViewModel.java";
    private static final String CONTROLLER = "dev/rostrum/ui/people/PeopleController.java";
    private static final String COMMAND = "dev/rostrum/cli/AnnounceCommand.java";

    private static final TextScan PRODUCT = new TextScan(Path.of("resources"), Path.of("src/main/java"));
    private static final TextScan PLANTED = new TextScan(planted("resources"), planted("sources"));

    private static final CodeScan CODES = new CodeScan(PRODUCT, WORDLESS);

    private static Path planted(String folder) {
        return Path.of("src/test/resources/dev/rostrum/architecture/texts", folder);
    }

    @Test
    void keysAreUsedAndThereOnce() {
        assertThat(PRODUCT.literals()).as("string literals read").isPositive();
        assertThat(PRODUCT.keys()).isEmpty();
    }

    @Test
    void fxmlIsStaticLayout() {
        assertThat(PRODUCT.fxml()).isEmpty();
    }

    @Test
    void nothingIsSaidThatWeCannotKnow() {
        assertThat(PRODUCT.words(ALLOWED)).isEmpty();
    }

    /** Codes that are put together, each with every end it can have. */
    private static List<Composed> composed() {
        Set<String> answers = new TreeSet<>();
        answers.addAll(CODES.ends("Cause.java", "said", 3));
        answers.addAll(CODES.ends("Cause.java", "coded", 5));
        answers.addAll(CODES.ends("Cause.java", "status", 4));
        Set<String> faulty = Set.of("nul", "control", "surrogate", "replacement", "invisible");
        List<Composed> all = new ArrayList<>(List.of(
                new Composed("answer.", answers, "the rows of Cause name the rest"),
                new Composed("text.title.", faulty, "TextFault says what is wrong with a character"),
                new Composed("text.message.", faulty, "as for a title"),
                new Composed(
                        "text.format.",
                        Set.of("heading", "strike", "rule", "bullets", "numbers", "image", "table", "html"),
                        "the entries of Formatting that Teams does not show as meant; for line ends it is text.joined"),
                new Composed("guard.", each(GuardReason.values(), GuardReason::code), "a delivery's code is the rest"),
                new Composed(
                        "leftOut.",
                        Set.of(
                                LeftOutCode.REMOVED,
                                LeftOutCode.SAME_PERSON,
                                LeftOutCode.IN_DOUBT,
                                "MessageInDoubt",
                                LeftOutCode.STILL_OPEN,
                                LeftOutCode.NOT_SENT,
                                LeftOutCode.NO_MESSAGE_ID,
                                LeftOutCode.RECALLED,
                                LeftOutCode.CONVERSATION_LOST,
                                LeftOutCode.FORGOTTEN,
                                LeftOutCode.STOPPED,
                                LeftOutCode.OUTDATED),
                        "a delivery's code is the rest"),
                new Composed(
                        "store.thing.",
                        Set.of("table", "index", "trigger", "view"),
                        "the type that SQLite gives to a thing of a schema"),
                new Composed(
                        "connection.fixed.",
                        each(fields(Field.APP_ID, Field.TENANT, Field.SERVICE_URL), Field::code),
                        "the fields that Connections does not let change"),
                new Composed(
                        "connection.choice.",
                        each(
                                fields(
                                        Field.CLOUD,
                                        Field.BOT_TYPE,
                                        Field.SIGN_IN,
                                        Field.KEEP,
                                        Field.PROXY,
                                        Field.TRUST),
                                Field::code),
                        "the fields of which FormReading.choice is asked"),
                new Composed(
                        "connection.trimmed.",
                        each(fields(Field.APP_ID, Field.TENANT, Field.BOT_TENANT, Field.PROXY_HOST), Field::code),
                        "the fields of which FormReading.id is asked"),
                new Composed("connection.moved.", each(Purpose.values(), Purpose::code), "one for each secret"),
                new Composed("secret.what.", each(Purpose.values(), Purpose::code), "one for each secret"),
                new Composed("connection.check.step.", names(ConnectionCheck.What.values()), "one for each step"),
                new Composed(
                        "connection.import.leftOut.", names(ConnectionArchive.LeftOut.values()), "one for each thing"),
                new Composed("connection.steering.", names(ConnectionArchive.LeftOut.values()), "one for each thing"),
                new Composed("connection.steering.", names(ConnectionArchive.LeftOut.values()), "as the one before"),
                new Composed("connection.import.origin.", names(ConnectionArchive.Origin.values()), "one for each"),
                new Composed("endpoint.refused.", refusals(), "the codes of answers of the messaging endpoint"),
                new Composed("sandbox.options.", CODES.ends("SandboxOptions.java", "require", 1), "its checks"),
                new Composed("sandbox.faults.", CODES.ends("FaultFile.java", "require", 1), "its checks"),
                new Composed("sandbox.plan.", CODES.ends("FaultPlan.java", "require", 1), "its checks")));
        for (String about : List.of("input.undone.", "input.expect.")) {
            all.add(new Composed(about, Set.of("send", "edit", "recall", "resolve"), "what Confirmation asks about"));
        }
        for (String needed : List.of("signIn", "proxy")) {
            all.add(new Composed("secret.needed." + needed, Set.of(".variable"), "where a variable is named for it"));
        }
        for (String credential : List.of("secret", "certificate")) {
            all.add(new Composed(
                    "connection.expiry." + credential, Set.of(".over"), "ExpiryWarning, when it has ended"));
        }
        for (String text : List.of("developer", "name", "fullName", "description", "fullDescription")) {
            all.add(new Composed("appPackage." + text, Set.of(".long"), "AppPackageRules.length, of a text too long"));
        }
        return all;
    }

    private static Set<String> refusals() {
        Set<String> codes = names(Authentication.values());
        codes.remove(Authentication.AUTHENTIC.name());
        codes.addAll(Set.of("UNREAD", "UNREADABLE", "NOT_KEPT"));
        return codes;
    }

    private static Field[] fields(Field... fields) {
        return fields;
    }

    private static Set<String> names(Enum<?>[] constants) {
        return each(constants, Enum::name);
    }

    private static <T> Set<String> each(T[] all, Function<T, String> code) {
        return Arrays.stream(all).map(code).collect(Collectors.toSet());
    }

    @Test
    void everyCodeHasWordsAndEveryWordACode() {
        assertThat(CODES.codes()).as("texts of codes read").isPositive();
        assertThat(CODES.codes(composed())).isEmpty();
    }

    @Test
    void sentencesStandInBundles() {
        assertThat(CODES.sentences(SENTENCES)).isEmpty();
    }

    @Test
    void plantedCodesAreFound() {
        CodeScan scan = new CodeScan(PLANTED, Set.of("roster.wordless"));
        List<Composed> kinds = List.of(
                new Composed("roster.kind.", Set.of("good", "bad"), "one for each kind"),
                new Composed("roster.nowhere.", Set.of(), "nobody"));
        assertThat(scan.codes(kinds))
                .containsExactlyInAnyOrder(
                        READER + ":15: the code \"roster.missing\" has no words. Add \"roster.missing = …\" to " + WORDS
                                + "roster.properties.",
                        READER + ":16: the code \"roster.absent\" has no words. Add \"roster.absent = …\" to " + WORDS
                                + "roster.properties.",
                        READER
                                + ":18: codes that begin with \"roster.undeclared.\" are put together. Name their ends in the"
                                + " test.",
                        READER + ":25: the code \"nobundle.code\" has no words. Add \"nobundle.code = …\" to " + WORDS
                                + "nobundle.properties.",
                        READER + ":19: a sentence stands where a code belongs. Put it into " + WORDS
                                + "PREFIX.properties.",
                        "dev/rostrum/store/migrations/001.sql:2: the code \"roster.stored.bad\" has no words.",
                        "\"roster.nowhere.\" begins no code any more. Delete it from the test.",
                        "the code \"roster.kind.bad\" has no words (one for each kind). Add them to " + WORDS
                                + "roster.properties.",
                        ROSTER + ":6: no code is \"roster.unused\". Delete the line, or use it.",
                        ROSTER + ":7: no code is \"roster.unused.step\". Delete the line, or use it.",
                        ROSTER + ":8: an apostrophe hides what follows it from the arguments. Write ''.",
                        ROSTER + ":9: \"team.elsewhere\" is looked for in team.properties. Move it.",
                        ROSTER + ":9: no code is \"team.elsewhere\". Delete the line, or use it.");
    }

    @Test
    void plantedSentencesAreFound() {
        var needed = new TextScan.Allowance("RosterReader.java", "Sync roster", "allowed here");
        var useless = new TextScan.Allowance("RosterReader.java", "nowhere", "allows nothing");
        assertThat(new CodeScan(PLANTED, Set.of()).sentences(List.of(needed, useless)))
                .containsExactlyInAnyOrder(
                        READER + ":13: the words \" is not known here\" stand in Java. Give a code, and put them into a"
                                + " bundle.",
                        READER
                                + ":19: the words \"The roster is gone.\" stand in Java. Give a code, and put them into a"
                                + " bundle.",
                        "RosterReader.java: nothing there needs the allowance \"nowhere\". Delete it.");
    }

    @Test
    void plantedKeysAreFound() {
        assertThat(PLANTED.keys())
                .containsExactlyInAnyOrder(
                        BUNDLE + ":11: key \"bad.twice\" is also at " + BUNDLE
                                + ":10, and only one of them counts. Delete one, or give it a key of its own.",
                        FXML + ":5: %bad.missingInFxml is missing. Add \"bad.missingInFxml = …\" to " + BUNDLE + ".",
                        MODEL + ":9: key \"bad.missingInJava\" is missing. Add \"bad.missingInJava = …\" to " + BUNDLE
                                + ".",
                        MODEL + ":13: no key begins with \"bad.none.\". Add \"bad.none.… = …\" to " + BUNDLE + ".",
                        MODEL + ":13: key \"bad.missingText\" is missing. Add \"bad.missingText = …\" to " + BUNDLE
                                + ".",
                        MODEL + ":20: key \"bad.chosen\" is missing. Add \"bad.chosen = …\" to " + BUNDLE + ".",
                        CONTROLLER + ":7: key \"bad.elsewhere\" is missing. Add \"bad.elsewhere = …\" to " + BUNDLE
                                + ".",
                        BUNDLE + ":16: an apostrophe hides what follows it from the arguments. Write ''.",
                        BUNDLE + ":17: not a message format (Unmatched braces in the pattern.). Mend the braces.",
                        BUNDLE + ":18: without arguments '' is shown as two. Write one.",
                        BUNDLE + ":9: key \"bad.unused\" is used by nothing. Delete the line, or use it.");
    }

    @Test
    void plantedFxmlIsFound() {
        assertThat(PLANTED.fxml())
                .containsExactlyInAnyOrder(
                        FXML + ":6: an expression \"${\" leaks its listener. Bind in the controller.",
                        FXML
                                + ":7: the text \"Typed here\" is in no bundle. Put it into texts.properties and write %key.");
    }

    @Test
    void plantedWordsAreFoundAndAllowancesCount() {
        var needed = new TextScan.Allowance("texts.properties", "Not proof that it was", "says what is not known");
        var useless = new TextScan.Allowance("texts.properties", "nowhere", "allows nothing");
        assertThat(PLANTED.words(List.of(needed, useless)))
                .containsExactlyInAnyOrder(
                        BUNDLE + ":12: \"delivered\": say \"accepted by Teams\".",
                        BUNDLE + ":13: \"Invalid\": say what is the matter and what to do next.",
                        COMMAND + ":4: \"Received\": say \"accepted by Teams\".",
                        COMMAND + ":5: \"Oops\": say what is the matter and what to do next.",
                        "texts.properties: nothing there needs the allowance \"nowhere\". Delete it.");
        assertThat(PLANTED.words(List.of())).anyMatch(f -> f.startsWith(BUNDLE + ":14: \"delivered\""));
    }
}
