package dev.rostrum.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The walls of the house: which package may import which, and what lives in one place only. Written for any root package,
 * so that the same rules run over the product and over the planted violations.
 *
 * <p>Each rule looks at dependencies or at every access to a target. Never at calls alone: {@code callMethod} does not see
 * {@code Platform::runLater}, a method reference.
 */
final class Walls {
    /**
     * A package with those below it that are no rooms of their own, and the rooms that it may import beside itself: {@code store} is
     * not {@code store.query}.
     */
    record Room(String name, List<String> mayImport) {
        boolean mayImport(String packageName) {
            String room = roomOf(packageName);
            return room.equals(name) || mayImport.contains(room);
        }

        boolean holds(String packageName) {
            return roomOf(packageName).equals(name);
        }
    }

    /** The room of a package below the root, or nothing where it is in none. */
    static String roomOf(String packageName) {
        return ROOMS.stream()
                .map(Room::name)
                .filter(name -> packageName.equals(name) || packageName.startsWith(name + "."))
                .max(Comparator.comparingInt(String::length))
                .orElse("");
    }

    /** A rule and the short name under which its proof is filed. */
    record Wall(String name, ArchRule rule) {
        Wall {
            // A room may still be empty; the planted violations prove that the rule bites.
            rule = rule.allowEmptyShould(true);
        }
    }

    private static final List<String> USE_CASES = List.of(
            "domain",
            "files",
            "words",
            "store.query",
            "connection",
            "roster",
            "records",
            "announce",
            "inbound",
            "workspace");

    static final List<Room> ROOMS = List.of(
            room("domain"),
            room("words", "domain"),
            room("files", "domain"),
            room("http", "domain"),
            room("auth", "domain", "http"),
            room("connector", "domain", "http", "auth"),
            room("store", "domain", "files"),
            room("store.people", "domain", "store"),
            room("store.ledger", "domain", "store", "store.people"),
            room("store.query", "domain", "store", "store.people", "store.ledger"),
            room("connection", "domain", "files", "http", "auth", "connector", "store", "store.people", "store.query"),
            room("roster", "domain", "connector", "store.people"),
            room("records", "domain", "files", "store", "store.people", "store.ledger", "store.query"),
            room("announce", "domain", "connector", "store", "store.people", "store.ledger"),
            room("inbound", "domain", "http", "connector", "store.people", "announce"),
            room("workspace", "domain", "store.query", "connection", "roster", "records", "announce", "inbound"),
            room("sandbox", "domain", "files"),
            new Room("ui", USE_CASES),
            new Room("cli", plus(USE_CASES, "sandbox")),
            new Room(
                    "app",
                    plus(
                            USE_CASES,
                            "http",
                            "auth",
                            "connector",
                            "store",
                            "store.people",
                            "store.ledger",
                            "sandbox",
                            "ui",
                            "cli")));

    static final List<String> SCREENS =
            List.of("people", "announcements", "conversations", "activity", "settings", "welcome");

    private final String root;

    private Walls(String root) {
        this.root = root;
    }

    /** Every wall of the house whose packages begin with {@code root}. */
    static List<Wall> of(String root) {
        Walls walls = new Walls(root);
        List<Wall> all = new ArrayList<>();
        walls.table(all);
        walls.screens(all);
        walls.toolkit(all);
        walls.outside(all);
        walls.libraries(all);
        walls.time(all);
        walls.manners(all);
        return List.copyOf(all);
    }

    private void table(List<Wall> all) {
        all.add(new Wall(
                "every package is in the table",
                noClasses()
                        .should()
                        .resideOutsideOfPackages(
                                ROOMS.stream().map(r -> below(r.name())).toArray(String[]::new))
                        .because("a package that is not in the table has no walls; decide first what it may import")));
        for (Room room : ROOMS) {
            if (room.name().equals("app")) {
                continue;
            }
            all.add(new Wall(
                    "imports of " + room.name(),
                    noClasses()
                            .that(ours("are in " + room.name(), room::holds))
                            .should()
                            .dependOnClassesThat(ours("packages it has no business with", p -> !room.mayImport(p)))
                            .because("of our packages " + room.name() + " may import "
                                    + (room.mayImport().isEmpty() ? "none" : room.mayImport())
                                    + "; hand in what is missing by constructor")));
        }
        all.add(new Wall(
                "app is imported by none",
                noClasses()
                        .that()
                        .resideOutsideOfPackage(below("app"))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(below("app"))
                        .because("app wires everything, so whoever imports it imports everything")));
        all.add(new Wall(
                "no cycles",
                slices().matching(root + ".(**)")
                        .should()
                        .beFreeOfCycles()
                        .because("packages that need each other are one package, and cannot be read apart")));
    }

    private void screens(List<Wall> all) {
        for (String screen : SCREENS) {
            all.add(new Wall(
                    "screen " + screen + " alone",
                    noClasses()
                            .that()
                            .resideInAPackage(below("ui." + screen))
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(SCREENS.stream()
                                    .filter(other -> !other.equals(screen))
                                    .map(other -> below("ui." + other))
                                    .toArray(String[]::new))
                            .because(
                                    "screens never import each other; the shell takes the user from one to the next")));
        }
        all.add(blind("widgets are product-blind", "ui.widget", "ui.fx"));
        all.add(blind("the table is product-blind", "ui.table", "ui.widget", "ui.fx"));
        all.add(new Wall(
                "view-models without nodes",
                noClasses()
                        .that(new DescribedPredicate<>("are view-models or parts of one") {
                            @Override
                            public boolean test(JavaClass c) {
                                return outermost(c).getSimpleName().endsWith("ViewModel");
                            }
                        })
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("javafx.scene..", "javafx.stage..", "javafx.fxml..")
                        .because("view-models are tested without a toolkit")));
    }

    /** @param rooms of ours that it may use besides itself */
    private Wall blind(String name, String room, String... rooms) {
        List<String> known = Stream.concat(
                        Stream.of("java", "javafx", "atlantafx.base", "org.kordamp.ikonli", root + "." + room),
                        Stream.of(rooms).map(one -> root + "." + one))
                .toList();
        return new Wall(
                name,
                noClasses()
                        .that()
                        .resideInAPackage(below(room))
                        .should()
                        .dependOnClassesThat(
                                new DescribedPredicate<>("are not JavaFX, icons, bundles, plain text or the JDK") {
                                    @Override
                                    public boolean test(JavaClass c) {
                                        JavaClass base = c.getBaseComponentType();
                                        return !base.isPrimitive()
                                                && !base.getName().equals(root + ".words.Texts")
                                                && !base.getName().equals(root + ".domain.PlainText")
                                                && !base.getName().equals(root + ".domain.SheetCell")
                                                && !in(base, known.toArray(String[]::new));
                                    }
                                })
                        .because("a control that knows the product cannot be used, or tested, without it"));
    }

    private void toolkit(List<Wall> all) {
        all.add(new Wall(
                "JavaFX only in ui and app",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(below("ui"), below("app"))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("javafx..", "com.sun.javafx..", "atlantafx..", "org.kordamp.ikonli..")
                        .because("the use cases run in a terminal too, where there is no toolkit")));
        all.add(new Wall(
                "runLater only in ui.fx",
                noClasses()
                        .that()
                        .resideOutsideOfPackage(below("ui.fx"))
                        .should()
                        .accessTargetWhere(member("Platform.runLater", "javafx.application.Platform", "runLater"))
                        .because("one place decides when and how often work crosses to the FX thread")));
        all.add(new Wall(
                "FX work and frame timers only in ui.fx",
                noClasses()
                        .that()
                        .resideOutsideOfPackage(below("ui.fx"))
                        .should()
                        .dependOnClassesThat(classes(
                                "javafx.concurrent or AnimationTimer",
                                c -> in(c, "javafx.concurrent")
                                        || c.getName().equals("javafx.animation.AnimationTimer")))
                        .because("threads and frame timers outlive a screen unless one place ends them")));
        all.add(new Wall(
                "no AWT or Swing",
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("java.awt..", "javax.swing..", "javafx.embed.swing..")
                        .because("a second toolkit brings a second event thread, and neither starts headless")));
    }

    private void outside(List<Wall> all) {
        all.add(new Wall(
                "HTTP and sockets only in http and sandbox",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(below("http"), below("sandbox"))
                        .should()
                        .dependOnClassesThat(classes(
                                "network clients", c -> in(c, "java.net.http") || NETWORK.contains(c.getName())))
                        .because("one place knows which host may see a token, and that every wait ends")));
        all.add(new Wall(
                "URL.open only in http and sandbox",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(below("http"), below("sandbox"))
                        .should()
                        .accessTargetWhere(
                                member("URL.open…", "java.net.URL", "openConnection", "openStream", "getContent"))
                        .because("it is an HTTP client in disguise, with redirects and without a deadline")));
        all.add(new Wall(
                "servers only in inbound and sandbox",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(below("inbound"), below("sandbox"))
                        .should()
                        .dependOnClassesThat(classes(
                                "servers",
                                c -> in(c, "org.eclipse.jetty", "com.sun.net.httpserver")
                                        || SERVERS.contains(c.getName())))
                        .because("an open port is a door; there are two, and both check who knocks")));
        all.add(new Wall(
                "SQL only in store",
                noClasses()
                        .that()
                        .resideOutsideOfPackage(below("store"))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..")
                        .because("only the store keeps the order intent, commit, send")));
        all.add(new Wall(
                "no SQLException leaves the store",
                noClasses()
                        .that()
                        .resideOutsideOfPackage(below("store"))
                        .should()
                        .accessTargetWhere(access("code that throws SQLException", Walls::throwsSqlException))
                        .because("the store's errors leave as StoreFailure, which says what to do")));
        all.add(new Wall(
                "no input or output in domain",
                noClasses()
                        .that()
                        .resideInAPackage(below("domain"))
                        .should()
                        .dependOnClassesThat(classes(
                                "files, streams, channels or threads",
                                c -> in(c, "java.nio.file", "java.nio.channels", "java.util.concurrent")
                                        || (in(c, "java.io") && !c.getName().equals("java.io.Serializable"))
                                        || c.getName().equals("java.lang.Thread")))
                        .because("pure rules are tested by values alone")));
    }

    private void libraries(List<Wall> all) {
        all.add(only("msal4j", List.of("auth"), "tokens come from one place", "com.microsoft.aad.."));
        all.add(only("Bouncy Castle", List.of("auth"), "it reads the bot's key, nothing else", "org.bouncycastle.."));
        all.add(only(
                "Apache HttpClient",
                List.of("http"),
                "one place knows which host may see a token, and that every wait ends",
                "org.apache.hc.."));
        all.add(only(
                "nimbus",
                List.of("inbound", "sandbox"),
                "signatures are checked at the endpoint and made by the sandbox, nowhere else",
                "com.nimbusds.."));
        all.add(only("picocli", List.of("cli", "app"), "use cases know no command line", "picocli.."));
        all.add(new Wall(
                "no Jackson in domain and store",
                noClasses()
                        .that()
                        .resideInAnyPackage(below("domain"), below("store"))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("com.fasterxml.jackson..", "tools.jackson..")
                        .because("the wire's shape must not become the shape of our values or tables")));
    }

    private Wall only(String what, List<String> where, String because, String packages) {
        return new Wall(
                what + " only in " + String.join(" and ", where),
                noClasses()
                        .that()
                        .resideOutsideOfPackages(where.stream().map(this::below).toArray(String[]::new))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(packages)
                        .because(because));
    }

    private void time(List<Wall> all) {
        all.add(new Wall(
                "wall time by Clock",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(below("app"), below("sandbox"))
                        .should()
                        .accessTargetWhere(access("the system's wall clock", Walls::readsWallClock))
                        .because("take a java.time.Clock: a test sets it, and the sandbox moves it")));
        all.add(new Wall(
                "durations by Ticker",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(below("app"), below("sandbox"))
                        .should()
                        .accessTargetWhere(member("System.nanoTime", "java.lang.System", "nanoTime"))
                        .because("take a dev.rostrum.domain.Ticker: pacing is tested without waiting")));
        all.add(new Wall(
                "ids by supplier",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(below("app"), below("sandbox"))
                        .should()
                        .accessTargetWhere(member("UUID.randomUUID", "java.util.UUID", "randomUUID"))
                        .because("take a supplier of ids: a run can then be repeated exactly")));
        all.add(new Wall(
                "randomness by seed",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(below("app"), below("sandbox"))
                        .should()
                        .accessTargetWhere(access("unseeded randomness", Walls::isUnseeded))
                        .because("take a generator that was seeded: jitter that cannot be repeated hides bugs")));
        all.add(new Wall(
                "times become words in words.Times",
                noClasses()
                        .that()
                        .resideInAnyPackage(
                                Stream.of("ui", "cli", "app", "words", "workspace", "records", "announce", "roster")
                                        .map(this::below)
                                        .toArray(String[]::new))
                        .and()
                        .doNotHaveFullyQualifiedName(root + ".words.Times")
                        .should()
                        .dependOnClassesThat(classes(
                                "formats of dates and times",
                                c -> in(c, "java.time.format") && !c.getName().endsWith("DateTimeParseException")
                                        || c.getName().equals("java.text.DateFormat")
                                        || c.getName().equals("java.text.SimpleDateFormat")))
                        .orShould()
                        .accessTargetWhere(access("a moment as Java writes it", Walls::writesMoment))
                        .because("one place decides that a time of day is always there; programs get domain.IsoTime")));
    }

    private void manners(List<Wall> all) {
        all.add(new Wall(
                "standard streams only in cli and app.Main",
                noClasses()
                        .that()
                        .resideOutsideOfPackage(below("cli"))
                        .and(notMain())
                        .should()
                        .accessTargetWhere(access("standard streams", Walls::isStandardStream))
                        .because("standard output carries results that other programs read; all else is logged")));
        all.add(new Wall(
                "exit only in app.Main",
                noClasses()
                        .that(notMain())
                        .should()
                        .accessTargetWhere(member("System.exit", "java.lang.System", "exit")
                                .or(member("Runtime.exit or halt", "java.lang.Runtime", "exit", "halt")))
                        .because("whoever exits elsewhere skips pausing the run and closing the file")));
        all.add(new Wall(
                "names carry the role",
                noClasses()
                        .should()
                        .haveNameMatching(".*(Manager|Helper|Helpers|Util|Utils)")
                        .because("such a name says nothing of what the class is for")));
    }

    private DescribedPredicate<JavaClass> notMain() {
        return new DescribedPredicate<>("are not app.Main") {
            @Override
            public boolean test(JavaClass c) {
                return !outermost(c).getName().equals(root + ".app.Main");
            }
        };
    }

    private static final Set<String> NETWORK = Set.of(
            "java.net.URLConnection",
            "java.net.HttpURLConnection",
            "java.net.JarURLConnection",
            "java.net.Socket",
            "java.net.DatagramSocket",
            "java.net.MulticastSocket",
            "javax.net.SocketFactory",
            "javax.net.ssl.HttpsURLConnection",
            "javax.net.ssl.SSLSocket",
            "javax.net.ssl.SSLSocketFactory",
            "java.nio.channels.SocketChannel",
            "java.nio.channels.AsynchronousSocketChannel",
            "java.nio.channels.DatagramChannel");

    private static final Set<String> SERVERS = Set.of(
            "java.net.ServerSocket",
            "javax.net.ServerSocketFactory",
            "javax.net.ssl.SSLServerSocket",
            "javax.net.ssl.SSLServerSocketFactory",
            "java.nio.channels.ServerSocketChannel",
            "java.nio.channels.AsynchronousServerSocketChannel");

    private static boolean readsWallClock(AccessTarget target) {
        String owner = target.getOwner().getName();
        String name = target.getName();
        // now(ZoneId) reads the system's clock just as now() does; only now(Clock) does not.
        return (owner.startsWith("java.time.")
                        && name.equals("now")
                        && !parameters(target).equals(List.of("java.time.Clock")))
                || (owner.equals("java.time.Clock")
                        && (name.startsWith("system")
                                || (name.startsWith("tick")
                                        && !parameters(target).contains("java.time.Clock"))))
                || (owner.equals("java.lang.System") && name.equals("currentTimeMillis"))
                || (owner.equals("java.util.Date")
                        && name.equals("<init>")
                        && parameters(target).isEmpty())
                || (owner.equals("java.util.Calendar") && name.equals("getInstance"));
    }

    private static boolean writesMoment(AccessTarget target) {
        return target.getName().equals("toString")
                && List.of("Instant", "ZonedDateTime", "OffsetDateTime", "LocalDateTime").stream()
                        .anyMatch(kind -> target.getOwner().getName().equals("java.time." + kind));
    }

    private static boolean isUnseeded(AccessTarget target) {
        String name = target.getName();
        return switch (target.getOwner().getName()) {
            case "java.util.Random", "java.util.SplittableRandom", "java.security.SecureRandom" ->
                name.equals("<init>") && parameters(target).isEmpty();
            case "java.util.concurrent.ThreadLocalRandom" -> name.equals("current");
            case "java.util.random.RandomGenerator" -> name.equals("getDefault") || name.equals("of");
            case "java.lang.Math", "java.lang.StrictMath" -> name.equals("random");
            case "java.util.Collections" ->
                name.equals("shuffle") && parameters(target).size() == 1;
            default -> false;
        };
    }

    private static boolean isStandardStream(AccessTarget target) {
        String name = target.getName();
        return switch (target.getOwner().getName()) {
            case "java.lang.System" ->
                Set.of("out", "err", "in", "setOut", "setErr", "setIn", "console")
                        .contains(name);
            case "java.io.FileDescriptor" -> Set.of("out", "err", "in").contains(name);
            default -> name.equals("printStackTrace") && parameters(target).isEmpty();
        };
    }

    private static boolean throwsSqlException(AccessTarget target) {
        return target instanceof CodeUnitAccessTarget code
                && code.resolveMember()
                        .filter(unit -> unit.getThrowsClause().containsType(SQLException.class))
                        .isPresent();
    }

    private static List<String> parameters(AccessTarget target) {
        return target instanceof CodeUnitAccessTarget code
                ? code.getRawParameterTypes().stream().map(JavaClass::getName).toList()
                : List.of();
    }

    private static DescribedPredicate<JavaAccess<?>> member(String description, String owner, String... names) {
        return access(
                description,
                target -> target.getOwner().getName().equals(owner)
                        && Set.of(names).contains(target.getName()));
    }

    private static DescribedPredicate<JavaAccess<?>> access(String description, Predicate<AccessTarget> target) {
        return new DescribedPredicate<>(description) {
            @Override
            public boolean test(JavaAccess<?> access) {
                return target.test(access.getTarget());
            }
        };
    }

    /** Classes of this house, by their package below the root. */
    private DescribedPredicate<JavaClass> ours(String description, Predicate<String> packageName) {
        return classes(
                description,
                c -> c.getPackageName().startsWith(root + ".")
                        && packageName.test(c.getPackageName().substring(root.length() + 1)));
    }

    private static DescribedPredicate<JavaClass> classes(String description, Predicate<JavaClass> predicate) {
        return new DescribedPredicate<>(description) {
            @Override
            public boolean test(JavaClass c) {
                return predicate.test(c.getBaseComponentType());
            }
        };
    }

    private static boolean in(JavaClass c, String... packages) {
        return Stream.of(packages)
                .anyMatch(
                        p -> c.getPackageName().equals(p) || c.getPackageName().startsWith(p + "."));
    }

    private static JavaClass outermost(JavaClass c) {
        JavaClass outer = c;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }

    private String below(String packageName) {
        return root + "." + packageName + "..";
    }

    private static Room room(String name, String... mayImport) {
        return new Room(name, List.of(mayImport));
    }

    private static List<String> plus(List<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }
}
