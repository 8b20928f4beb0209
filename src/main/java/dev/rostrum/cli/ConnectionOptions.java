package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.ConnectionForm;
import dev.rostrum.connection.Connections;
import dev.rostrum.connection.Field;
import dev.rostrum.connection.FieldProblem;
import dev.rostrum.connection.FormProblem;
import dev.rostrum.connection.TypedSecrets;
import dev.rostrum.connection.secret.Purpose;
import dev.rostrum.connection.secret.SecretLocation;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.files.InputFile;
import dev.rostrum.words.Sentences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a connection consists of, on the command line. Secrets come by environment variable or standard input only. */
final class ConnectionOptions {
    private static final Map<Field, String> OPTIONS = Map.ofEntries(
            Map.entry(Field.APP_ID, "--app-id"),
            Map.entry(Field.BOT_TYPE, "--bot-type"),
            Map.entry(Field.BOT_TENANT, "--bot-tenant"),
            Map.entry(Field.TENANT, "--tenant"),
            Map.entry(Field.CLOUD, "--cloud"),
            Map.entry(Field.SERVICE_URL, "--service-url"),
            Map.entry(Field.TRUSTED_HOST, "--trust-host"),
            Map.entry(Field.SIGN_IN, "--no-auth"),
            Map.entry(Field.SECRET_EXPIRES, "--secret-expires"),
            Map.entry(Field.CERTIFICATE, "--certificate"),
            Map.entry(Field.CERTIFICATE_KEY, "--certificate-key"),
            Map.entry(Field.KEEP, "--keep-secret"),
            Map.entry(Field.SECRET_VARIABLE, "--secret-env"),
            Map.entry(Field.CERTIFICATE_PASSWORD_VARIABLE, "--certificate-password-env"),
            Map.entry(Field.PROXY_PASSWORD_VARIABLE, "--proxy-password-env"),
            Map.entry(Field.PROXY, "--proxy"),
            Map.entry(Field.PROXY_HOST, "--proxy"),
            Map.entry(Field.PROXY_PORT, "--proxy"),
            Map.entry(Field.PROXY_USER, "--proxy-user"),
            Map.entry(Field.TRUST, "--trust"),
            Map.entry(Field.RATE, "--rate"),
            Map.entry(Field.IN_FLIGHT, "--in-flight"),
            Map.entry(Field.SECRET, "--secret-env"),
            Map.entry(Field.CERTIFICATE_PASSWORD, "--certificate-password-env"),
            Map.entry(Field.PROXY_PASSWORD, "--proxy-password-env"));

    @Option(names = "--app-id", paramLabel = "GUID", descriptionKey = "connection.app-id")
    private String appId;

    @Option(names = "--tenant", paramLabel = "TENANT", descriptionKey = "connection.tenant")
    private String tenant;

    @Option(
            names = "--bot-type",
            paramLabel = "TYPE",
            completionCandidates = Completions.BotTypes.class,
            descriptionKey = "connection.bot-type")
    private String botType;

    @Option(names = "--bot-tenant", paramLabel = "TENANT", descriptionKey = "connection.bot-tenant")
    private String botTenant;

    @Option(
            names = "--cloud",
            paramLabel = "CLOUD",
            completionCandidates = Completions.Clouds.class,
            descriptionKey = "connection.cloud")
    private String cloud;

    @Option(names = "--service-url", paramLabel = "URL", descriptionKey = "connection.service-url")
    private String serviceUrl;

    @Option(names = "--trust-host", paramLabel = "HOST", descriptionKey = "connection.trust-host")
    private String trustHost;

    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private Secret secret;

    /** The client secret, or none. */
    static final class Secret {
        @Option(names = "--secret-env", paramLabel = "VAR", descriptionKey = "connection.secret-env")
        private String variable;

        @Option(names = "--secret-stdin", descriptionKey = "connection.secret-stdin")
        boolean standardInput;

        @Option(names = "--no-auth", descriptionKey = "connection.no-auth")
        private boolean none;
    }

    @Option(names = "--secret-expires", paramLabel = "DATE", descriptionKey = "connection.secret-expires")
    private String secretExpires;

    @Option(names = "--certificate", paramLabel = "FILE", descriptionKey = "connection.certificate")
    private String certificate;

    @Option(names = "--certificate-key", paramLabel = "FILE", descriptionKey = "connection.certificate-key")
    private String certificateKey;

    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private Password password;

    /** How the certificate's password is given. */
    static final class Password {
        @Option(
                names = "--certificate-password-env",
                paramLabel = "VAR",
                descriptionKey = "connection.certificate-password-env")
        private String variable;

        @Option(names = "--certificate-password-stdin", descriptionKey = "connection.certificate-password-stdin")
        private boolean standardInput;
    }

    @Option(
            names = "--keep-secret",
            paramLabel = "WHERE",
            completionCandidates = Completions.Keeps.class,
            descriptionKey = "connection.keep-secret")
    private String keep;

    @Mixin
    private PassphraseOption passphrase;

    @Option(
            names = "--proxy",
            paramLabel = "PROXY",
            completionCandidates = Completions.Proxies.class,
            descriptionKey = "connection.proxy")
    private String proxy;

    @Option(names = "--proxy-user", paramLabel = "USER", descriptionKey = "connection.proxy-user")
    private String proxyUser;

    @Option(names = "--proxy-password-env", paramLabel = "VAR", descriptionKey = "connection.proxy-password-env")
    private String proxyPassword;

    @Option(
            names = "--trust",
            paramLabel = "WHOSE",
            completionCandidates = Completions.Trusts.class,
            descriptionKey = "connection.trust")
    private String trust;

    @Option(names = "--rate", paramLabel = "R", descriptionKey = "connection.rate")
    private String rate;

    @Option(names = "--in-flight", paramLabel = "N", descriptionKey = "connection.in-flight")
    private String inFlight;

    /** The form with what the command line says. */
    ConnectionForm on(ConnectionForm before) {
        ConnectionForm form = before.withGiven(Field.APP_ID, appId)
                .withGiven(Field.TENANT, tenant)
                .withGiven(Field.BOT_TYPE, botType)
                .withGiven(Field.BOT_TENANT, botTenant)
                .withGiven(Field.CLOUD, cloud)
                .withGiven(Field.SERVICE_URL, serviceUrl)
                .withGiven(Field.TRUSTED_HOST, trustHost)
                .withGiven(Field.SECRET_EXPIRES, secretExpires)
                .withGiven(Field.CERTIFICATE, certificate)
                .withGiven(Field.CERTIFICATE_KEY, certificateKey)
                .withGiven(Field.KEEP, keep)
                .withGiven(Field.PROXY_USER, proxyUser)
                .withGiven(Field.TRUST, trust)
                .withGiven(Field.RATE, rate)
                .withGiven(Field.IN_FLIGHT, inFlight);
        if (cloud != null && serviceUrl == null) {
            // Another cloud has another address: the one before was the old cloud's.
            form = form.with(Field.SERVICE_URL, "");
        }
        if (certificate == null && certificateKey != null) {
            // Where nobody signs in by it yet, nothing else looks at it.
            InputFile.named(certificateKey);
        }
        if (certificate != null) {
            // The key of the certificate before is not that of this one.
            form = form.with(Field.SIGN_IN, "certificate")
                    .with(Field.CERTIFICATE_KEY, certificateKey == null ? "" : certificateKey);
        } else if (secret != null) {
            form = form.with(Field.SIGN_IN, secret.none ? "none" : "secret");
        }
        if (proxy != null) {
            form = proxy(form);
        }
        // It was named just now, for wherever the connection leads.
        form = again(form, Field.CERTIFICATE, certificate);
        form = again(form, Field.SECRET_VARIABLE, secret == null ? null : secret.variable);
        form = again(form, Field.CERTIFICATE_PASSWORD_VARIABLE, password == null ? null : password.variable);
        form = again(form, Field.PROXY_PASSWORD_VARIABLE, proxyPassword);
        if (!keepsFor(form)) {
            form = form.withGiven(Field.SECRET_VARIABLE, secret == null ? null : secret.variable)
                    .withGiven(Field.CERTIFICATE_PASSWORD_VARIABLE, password == null ? null : password.variable)
                    .withGiven(Field.PROXY_PASSWORD_VARIABLE, proxyPassword);
        } else {
            // What is kept now is not looked for in a variable any more.
            form = form.withGiven(Field.SECRET_VARIABLE, secret == null ? null : "")
                    .withGiven(Field.CERTIFICATE_PASSWORD_VARIABLE, password == null ? null : "")
                    .withGiven(Field.PROXY_PASSWORD_VARIABLE, proxyPassword == null ? null : "");
        }
        return form;
    }

    private static ConnectionForm again(ConnectionForm form, Field field, String given) {
        return given == null ? form : form.typedAgain(field);
    }

    private ConnectionForm proxy(ConnectionForm form) {
        boolean word = List.of("system", "none").contains(proxy.strip().toLowerCase(Locale.ROOT));
        return form.with(Field.PROXY, word ? proxy : "explicit")
                .with(Field.PROXY_HOST, word ? "" : proxy)
                .with(Field.PROXY_PORT, "");
    }

    private static boolean keepsFor(ConnectionForm form) {
        return SecretLocation.of(form.get(Field.KEEP))
                .filter(k -> k != SecretLocation.SESSION)
                .isPresent();
    }

    /** The secrets that are to be kept, and what the certificate needs to be read. */
    TypedSecrets typed(CommandSession session, ConnectionForm form) {
        String of = form.get(Field.NAME);
        TypedSecrets typed = TypedSecrets.none();
        boolean keeps = keepsFor(form);
        if (form.get(Field.KEEP).equals(SecretLocation.FILE.code())) {
            passphrase.unlock(session);
        }
        if (keeps && secret != null && !secret.none) {
            take(typed, Purpose.CLIENT_SECRET, session, secret.variable, of);
        }
        if (password != null && (keeps || password.standardInput)) {
            take(typed, Purpose.CERTIFICATE_PASSWORD, session, password.variable, of);
        }
        if (keeps && proxyPassword != null) {
            take(typed, Purpose.PROXY_PASSWORD, session, proxyPassword, of);
        }
        return typed;
    }

    private static void take(TypedSecrets typed, Purpose purpose, CommandSession session, String variable, String of) {
        char[] value = SecretInput.read(session, variable, purpose, of);
        typed.with(purpose, value);
        Arrays.fill(value, '\0');
    }

    /** Prints what was stored, and what was said on the way. */
    static void print(CommandSession session, Connections.Added saved, boolean json, String done) {
        Connection connection = saved.connection();
        if (json) {
            JsonRow row = new JsonRow(session.terminal());
            ConnectionListCommand.json(
                    row, connection, session.program().connections().current().name());
            row.put("secretsKept", saved.secretsKept())
                    .put("warnings", saved.warnings(), (each, warning) -> each.cause(warning))
                    .print();
        } else {
            session.terminal().result(CommandTexts.get(done, CommandTexts.connection(connection)));
        }
        tell(session, saved);
    }

    /** What was said on the way. */
    static void tell(CommandSession session, Connections.Added saved) {
        Terminal terminal = session.terminal();
        saved.warnings().forEach(warning -> terminal.warn(Sentences.whole(warning)));
        Connection connection = saved.connection();
        for (String variable : connection.secretStorage().variables().values()) {
            String value = session.environment(variable);
            if (value == null || value.isBlank()) {
                terminal.warn(CommandTexts.get("connection.unset", variable));
            }
        }
        connection
                .expiryWarning(session.program().clock())
                .ifPresent(warning -> terminal.warn(Sentences.whole(warning.reason())));
    }

    /** Names each problem after the option it belongs to; the name has none, and its problems name it themselves. */
    static Problem named(FormProblem problem) {
        List<Reason> lines = new ArrayList<>();
        for (FieldProblem one : problem.problems()) {
            String option = OPTIONS.get(one.field());
            lines.add(option == null ? one.reason() : Reason.named(option, one.reason()));
        }
        return new Problem(Problem.Kind.WRONG_USE, Reason.lines(lines), problem);
    }
}
