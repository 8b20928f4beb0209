package dev.rostrum.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.auth.BotCertificate;
import dev.rostrum.connection.Connection.Credential;
import dev.rostrum.connection.secret.Purpose;
import dev.rostrum.domain.Guid;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.TrimmedId;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How the bot signs in. A certificate is read here, so that a wrong file or password shows before the first sign-in. */
final class CredentialGroup implements SettingsGroup<Credential> {
    private static final String SECRET = "secret";
    private static final String CERTIFICATE = "certificate";
    private static final String NONE = "none";
    private static final List<String> KINDS = List.of(SECRET, CERTIFICATE, NONE);

    @Override
    public Credential read(JsonNode entry) {
        JsonNode node = entry.path("credential");
        return switch (node.path("kind").asText(SECRET)) {
            case NONE -> new Credential.None();
            case CERTIFICATE ->
                new Credential.Certificate(
                        node.path("file").asText(),
                        node.path("keyFile").textValue(),
                        instant(node.path("expires").textValue()),
                        node.path("thumbprint").textValue(),
                        node.path("password").asBoolean(false));
            default -> new Credential.Secret(date(node.path("expires").textValue()));
        };
    }

    private static Instant instant(String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static LocalDate date(String text) {
        try {
            return text == null ? null : LocalDate.parse(text, DateTimeFormatter.ISO_LOCAL_DATE);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    @Override
    public void write(Credential credential, ObjectNode entry) {
        ObjectNode node = entry.withObject("/credential");
        if (credential instanceof Credential.Certificate certificate) {
            node.put("kind", CERTIFICATE);
            node.put("file", certificate.file());
            SettingsGroup.put(node, "keyFile", certificate.keyFile());
            SettingsGroup.put(
                    node,
                    "expires",
                    certificate.expires() == null ? null : certificate.expires().toString());
            SettingsGroup.put(node, "thumbprint", certificate.thumbprint());
            node.put("password", certificate.password());
            return;
        }
        node.remove(List.of("file", "keyFile", "thumbprint", "password"));
        LocalDate expires = credential instanceof Credential.Secret secret ? secret.expires() : null;
        node.put("kind", credential instanceof Credential.None ? NONE : SECRET);
        SettingsGroup.put(node, "expires", expires == null ? null : expires.toString());
    }

    @Override
    public Credential check(FormReading form) {
        String kind = form.choice(
                Field.SIGN_IN,
                Optional.of(form.text(Field.SIGN_IN).toLowerCase(Locale.ROOT)).filter(KINDS::contains),
                form.given(Field.CERTIFICATE) ? CERTIFICATE : SECRET,
                KINDS);
        for (Purpose purpose : form.typed().purposes()) {
            if (form.typed().tooLong(purpose)) {
                form.problem(field(purpose), "connection.secret.tooLong");
            }
        }
        switch (kind) {
            case NONE:
                if (!form.local()) {
                    form.problem(Field.SIGN_IN, "connection.signIn.none");
                }
                return new Credential.None();
            case CERTIFICATE:
                return certificate(form);
            default:
                return secret(form);
        }
    }

    static Field field(Purpose purpose) {
        return switch (purpose) {
            case CLIENT_SECRET -> Field.SECRET;
            case CERTIFICATE_PASSWORD -> Field.CERTIFICATE_PASSWORD;
            case PROXY_PASSWORD -> Field.PROXY_PASSWORD;
        };
    }

    private static Credential secret(FormReading form) {
        LocalDate expires = expires(form);
        Optional<char[]> typed = form.typed().get(Purpose.CLIENT_SECRET);
        if (typed.filter(value -> Guid.is(new String(value))).isPresent()) {
            form.note("connection.secret.id");
        }
        boolean sameDay = expires != null
                && form.before()
                        .filter(c -> c.credential() instanceof Credential.Secret
                                && c.expires().filter(expires::equals).isPresent())
                        .isPresent();
        if (typed.isPresent() && sameDay) {
            form.note("connection.secret.sameDay", expires);
        }
        return new Credential.Secret(expires);
    }

    private static LocalDate expires(FormReading form) {
        if (!form.given(Field.SECRET_EXPIRES)) {
            return null;
        }
        LocalDate day = date(form.text(Field.SECRET_EXPIRES));
        if (day == null) {
            form.problem(Field.SECRET_EXPIRES, "connection.secret.day");
        } else if (day.isBefore(ExpiryWarning.day(form.clock().instant()))) {
            form.problem(Field.SECRET_EXPIRES, "connection.secret.over");
        }
        return day;
    }

    private static Credential certificate(FormReading form) {
        if (!form.given(Field.CERTIFICATE)) {
            form.problem(Field.CERTIFICATE, "connection.certificate.missing");
            return Credential.Certificate.UNCHOSEN;
        }
        char[] password = form.typed()
                .get(Purpose.CERTIFICATE_PASSWORD)
                .or(() -> Optional.ofNullable(form.variable(form.text(Field.CERTIFICATE_PASSWORD_VARIABLE)))
                        .map(String::toCharArray))
                .or(() -> form.known(Purpose.CERTIFICATE_PASSWORD))
                .orElse(null);
        Path file = null;
        Path keyFile = null;
        try {
            file = path(form.text(Field.CERTIFICATE));
            keyFile = form.given(Field.CERTIFICATE_KEY) ? path(form.text(Field.CERTIFICATE_KEY)) : null;
            BotCertificate certificate = BotCertificate.read(file, keyFile, password);
            Instant now = form.clock().instant();
            if (!now.isBefore(certificate.expires())) {
                form.problem(
                        Field.CERTIFICATE, "connection.certificate.over", ExpiryWarning.day(certificate.expires()));
            } else if (now.isBefore(certificate.begins())) {
                form.problem(
                        Field.CERTIFICATE, "connection.certificate.early", ExpiryWarning.day(certificate.begins()));
            }
            return new Credential.Certificate(
                    file.toString(),
                    keyFile == null ? null : keyFile.toString(),
                    certificate.expires(),
                    certificate.thumbprint(),
                    password != null && password.length > 0);
        } catch (InvalidPathException e) {
            form.problem(Field.CERTIFICATE, "connection.certificate.path");
        } catch (BotCertificate.WrongPassword e) {
            form.problem(Field.CERTIFICATE_PASSWORD, e.reason());
        } catch (Problem e) {
            form.problem(Field.CERTIFICATE, e.reason());
        }
        return Credential.Certificate.UNCHOSEN;
    }

    /** The path, without the quotes that a file manager's "Copy as path" puts around it. */
    private static Path path(String text) {
        return Path.of(TrimmedId.of(text).value()).toAbsolutePath().normalize();
    }

    @Override
    public ConnectionForm typed(Connection connection, ConnectionForm form) {
        if (connection.credential() instanceof Credential.Certificate certificate) {
            return form.with(Field.SIGN_IN, CERTIFICATE)
                    .with(Field.CERTIFICATE, certificate.file())
                    .with(Field.CERTIFICATE_KEY, certificate.keyFile());
        }
        if (connection.credential() instanceof Credential.Secret secret) {
            return form.with(Field.SIGN_IN, SECRET)
                    .with(
                            Field.SECRET_EXPIRES,
                            secret.expires() == null ? "" : secret.expires().toString());
        }
        return form.with(Field.SIGN_IN, NONE);
    }
}
