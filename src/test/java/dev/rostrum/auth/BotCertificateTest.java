package dev.rostrum.auth;

import static dev.rostrum.testing.Said.says;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.connection.TestCertificates;
import dev.rostrum.domain.Problem;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("locale")
class BotCertificateTest {
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2027-06-30T12:00:00Z");
    private static TestCertificates mine;
    private static TestCertificates other;

    @TempDir
    Path folder;

    @BeforeAll
    static void make() throws Exception {
        mine = TestCertificates.rsa(FROM, TO);
        other = TestCertificates.rsa(FROM, TO);
    }

    private Path write(String name, String text) throws Exception {
        return write(name, text, UTF_8);
    }

    private Path write(String name, String text, Charset charset) throws Exception {
        return Files.writeString(folder.resolve(name), text, charset);
    }

    private static void isMine(BotCertificate read) {
        assertThat(read.expires()).isEqualTo(TO);
        assertThat(read.begins()).isEqualTo(FROM);
        assertThat(read.thumbprint()).matches("[0-9A-F]{40}");
        assertThat(read.certificate()).isEqualTo(mine.certificate());
        assertThat(read.key()).isEqualTo(mine.key());
        assertThat(read.toString()).doesNotContainIgnoringCase("private");
    }

    @Test
    void pkcs12AndEveryFormOfPemAreRead() throws Exception {
        isMine(BotCertificate.read(mine.pkcs12(folder.resolve("a.pfx"), "pass word"), null, "pass word".toCharArray()));
        isMine(BotCertificate.read(write("both.pem", mine.certificatePem() + mine.keyPem()), null, null));
        isMine(BotCertificate.read(write("turned.pem", mine.keyPem() + mine.certificatePem()), null, null));
        Path certificate = write("cert.pem", "subject=/CN=x\n" + mine.certificatePem());
        isMine(BotCertificate.read(certificate, write("key.pem", mine.keyPem().replace("\n", "\r\n")), null));
        isMine(BotCertificate.read(
                write("chain.pem", other.certificatePem() + mine.certificatePem() + mine.keyPem()), null, null));
        byte[] pkcs8 = mine.key().getEncoded();
        byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
        isMine(BotCertificate.read(
                certificate, write("pkcs1.pem", TestCertificates.pem("RSA PRIVATE KEY", pkcs1)), null));
        BotCertificate encrypted = BotCertificate.read(
                resource("openssl-cert.pem"), resource("openssl-key-encrypted.pem"), "pass word".toCharArray());
        assertThat(encrypted.key().getAlgorithm()).isEqualTo("RSA");
        assertThat(mine.key()).isInstanceOf(RSAPrivateCrtKey.class);
    }

    /** Made by OpenSSL 3: PBES2 with HMAC-SHA256 and AES-256. */
    private static Path resource(String name) throws Exception {
        return Path.of(BotCertificateTest.class.getResource(name).toURI());
    }

    @Test
    void aPasswordThatIsMissingOrWrongIsToldFromABrokenFile() throws Exception {
        Path pfx = mine.pkcs12(folder.resolve("a.pfx"), "right");
        Path certificate = resource("openssl-cert.pem");
        Path key = resource("openssl-key-encrypted.pem");
        for (char[] given : new char[][] {null, new char[0], "wrong".toCharArray()}) {
            boolean none = given == null || given.length == 0;
            assertThatThrownBy(() -> BotCertificate.read(pfx, null, given))
                    .isInstanceOf(BotCertificate.WrongPassword.class)
                    .satisfies(says(none ? "Enter it" : "does not open"));
            assertThatThrownBy(() -> BotCertificate.read(certificate, key, given))
                    .isInstanceOf(BotCertificate.WrongPassword.class)
                    .satisfies(says(none ? "Enter it" : "does not open"));
        }
    }

    /**
     * One certificate and its key as OpenSSL 3.0 writes and opens them; the passwords of two have letters that ASCII lacks, one of
     * them as a console of Windows hands it over.
     */
    @ParameterizedTest
    @CsvSource({
        "noenc.pfx, , geheim",
        "noenc-nomac.pfx, , ",
        "noenc-nomac.pfx, , not needed",
        "empty.pfx, , ",
        "mixed.pfx, , geheim",
        "umlaut-aes.pfx, , Gr\u00fc\u00df dich",
        "umlaut-legacy.pfx, , Gr\u00fc\u00df dich",
        "cert.der, key.pem, ",
        "cert.pem, key.pem, geheim",
        "key.pem, cert.pem, ",
        "cert.der, plain.der, ",
        "cert.pem, pkcs1.der, ",
        "cert.pem, enc.der, geheim",
        "chain.p7b, key.pem, ",
        "chain-der.p7b, key.pem, ",
        "cert.pem, umlaut.key, Gr\u00fc\u00df dich",
        "cert.pem, umlaut-latin1.key, Gr\u00fc\u00df dich",
        "cert.pem, enc-des3.key, geheim",
        "cert.der, enc-scrypt.key, geheim",
        "cert.pem, sha512.key, geheim",
        "cert.pem, rc2.key, geheim",
        "cert.pem, v1-3des.key, geheim",
        "cert.pem, v1-md5des.key, geheim",
        "cert.pem, traditional-aes.key, Gr\u00fc\u00df dich",
        "cert.pem, traditional-des3.key, geheim",
    })
    void whatOpenSslOpensIsOpened(String file, String key, String password) throws Exception {
        BotCertificate read = BotCertificate.read(
                resource("cert/" + file),
                key == null ? null : resource("cert/" + key),
                password == null ? null : password.toCharArray());
        assertThat(read.thumbprint()).isEqualTo("512DE9D38F278E2CDC20D5F74E2C8C8B2B9DF51A");
        assertThat(read.key()).isInstanceOf(RSAPrivateCrtKey.class);
    }

    @ParameterizedTest
    @CsvSource({
        "noenc.pfx, ",
        "mixed.pfx, ",
        "umlaut-aes.pfx, ",
        "umlaut-legacy.pfx, ",
        "cert.pem, umlaut.key",
        "cert.pem, enc-scrypt.key",
        "cert.pem, traditional-des3.key",
    })
    void aWrongPasswordIsToldWhateverProtects(String file, String key) {
        for (String given : new String[] {null, "", "wrong", "Gruss dich", "\u00fc\ud83d\ude00\ud800"}) {
            assertThatThrownBy(() -> BotCertificate.read(
                            resource("cert/" + file),
                            key == null ? null : resource("cert/" + key),
                            given == null ? null : given.toCharArray()))
                    .isInstanceOf(BotCertificate.WrongPassword.class);
        }
    }

    @Test
    void aProtectionThatIsNotKnownIsNamedWithWhatConvertsIt() throws Exception {
        Path certificate = resource("cert/cert.pem");
        assertThatThrownBy(() -> BotCertificate.read(certificate, resource("cert/aria.key"), "geheim".toCharArray()))
                .satisfies(says("does not know (1.2.410.200046.1.1.12)"))
                .satisfies(says("openssl pkcs8 -topk8"));
        Path old = write(
                "old.pem",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: SEED-CBC,00\n\nAAAA\n"
                        + "-----END RSA PRIVATE KEY-----\n");
        assertThatThrownBy(() -> BotCertificate.read(certificate, old, "geheim".toCharArray()))
                .satisfies(says("does not know (SEED-CBC)"))
                .satisfies(says("openssl pkcs8 -topk8"));
    }

    @Test
    void pemFromAnyConsoleIsRead() throws Exception {
        String both = mine.certificatePem() + mine.keyPem();
        isMine(BotCertificate.read(write("utf16.pem", "\ufeff" + both, UTF_16LE), null, null));
        isMine(BotCertificate.read(write("mark.pem", "\ufeff" + both), null, null));
        isMine(BotCertificate.read(write("indented.pem", both.replaceAll("(?m)^", "   ")), null, null));
    }

    /** The figure stands in the file, and who made the file is not known. */
    @Test
    void roundsAreBounded() throws Exception {
        Path certificate = resource("cert/cert.pem");
        byte[] sealed = decoded(Files.readString(resource("cert/enc-scrypt.key")));
        // N, which is 2^14: its two bytes become 2^15 and more, up to what asks for gigabytes.
        int at = indexOf(sealed, new byte[] {0x02, 0x02, 0x40, 0x00});
        byte[] r = sealed.clone();
        r[at + 6] = 0x7f;
        tooMany(certificate, write("r.pem", TestCertificates.pem("ENCRYPTED PRIVATE KEY", r)));
        // A round count of 2,048, 02 02 08 00, one byte longer would move everything: the salt lends it.
        byte[] rounds = decoded(Files.readString(resource("cert/enc-des3.key")));
        int salt = indexOf(rounds, new byte[] {0x04, 0x08});
        rounds[salt + 1] = 0x06;
        System.arraycopy(new byte[] {0x02, 0x04, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff}, 0, rounds, salt + 8, 6);
        tooMany(certificate, write("rounds.pem", TestCertificates.pem("ENCRYPTED PRIVATE KEY", rounds)));
        byte[] pfx = Files.readAllBytes(resource("cert/noenc.pfx"));
        int mac = lastIndexOf(pfx, new byte[] {0x04, 0x08});
        pfx[mac + 1] = 0x06;
        System.arraycopy(new byte[] {0x02, 0x04, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff}, 0, pfx, mac + 8, 6);
        tooMany(Files.write(folder.resolve("rounds.pfx"), pfx), null);
    }

    private static void tooMany(Path file, Path key) {
        assertThatThrownBy(() -> BotCertificate.read(file, key, "geheim".toCharArray()))
                .isInstanceOfSatisfying(
                        Problem.class, e -> assertThat(e.reason().code()).isEqualTo("certificate.tooManyRounds"));
    }

    private static byte[] decoded(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]*-----", ""));
    }

    private static int indexOf(byte[] all, byte[] part) {
        return new String(all, ISO_8859_1).indexOf(new String(part, ISO_8859_1));
    }

    private static int lastIndexOf(byte[] all, byte[] part) {
        return new String(all, ISO_8859_1).lastIndexOf(new String(part, ISO_8859_1));
    }

    /** A megabyte of beginnings without an end, of nesting, of parts: refused, and soon. */
    @Test
    @Timeout(20)
    void aFileThatIsMadeToTakeLongIsRefusedSoon() throws Exception {
        refused(
                "no certificate with its key",
                write("begins.pem", "-----BEGIN CERTIFICATE-----\n".repeat(37_000)),
                null);
        refused("holds no certificate", write("key.pem", "-----BEGIN A-----".repeat(60_000)), null);
        byte[] nested = new byte[1 << 20];
        for (int i = 0; i < nested.length; i += 2) {
            nested[i] = 0x30;
            nested[i + 1] = (byte) 0x80;
        }
        refused("no certificate with its key", Files.write(folder.resolve("nested.pfx"), nested), null);
        byte[] strings = nested.clone();
        for (int i = 0; i < strings.length; i += 2) {
            strings[i] = 0x24;
        }
        refused("no certificate with its key", Files.write(folder.resolve("strings.pfx"), strings), null);
        refused(
                "no certificate with its key",
                write("many.pem", mine.certificatePem().repeat(70) + mine.keyPem()),
                null);
        for (int length = 0; length < 2_000; length += 20) {
            Path cut = Files.write(
                    folder.resolve("cut.pfx"), Arrays.copyOf(Files.readAllBytes(resource("cert/noenc.pfx")), length));
            assertThatThrownBy(() -> BotCertificate.read(cut, null, "geheim".toCharArray()))
                    .isInstanceOf(Problem.class);
        }
    }

    @Test
    void everythingElseSaysWhatIsWrongWithTheFile() throws Exception {
        TestCertificates ec = TestCertificates.ec(FROM, TO);
        TestCertificates small = TestCertificates.rsa(1024, FROM, TO);
        Path certificate = write("cert.pem", mine.certificatePem());
        refused("There is no certificate file", folder.resolve("absent.pfx"), null);
        refused("There is no certificate file", folder, null);
        refused("private key is missing", certificate, null);
        refused("holds no certificate", write("key.pem", mine.keyPem()), null);
        refused("does not belong", certificate, write("other.pem", other.keyPem()));
        refused(
                "more than one private key",
                write("two.pem", mine.certificatePem() + mine.keyPem() + other.keyPem()),
                null);
        refused("no RSA key", write("ec.pem", ec.certificatePem() + ec.keyPem()), null);
        refused("no RSA key", ec.pkcs12(folder.resolve("ec.pfx"), ""), null);
        refused("2048 bits", write("small.pem", small.certificatePem() + small.keyPem()), null);
        refused(
                "form of OpenSSH",
                certificate,
                write("ssh.pem", TestCertificates.pem("OPENSSH PRIVATE KEY", new byte[9])));
        refused("keytool -importkeystore", write("bot.jks", "\u00fe\u00ed\u00fe\u00ed0000", ISO_8859_1), null);
        refused("no certificate with its key", write("text.pfx", "hello"), null);
        refused("larger than any certificate", write("big.pfx", "x".repeat((1 << 20) + 1)), null);
        refused("holds its key itself", mine.pkcs12(folder.resolve("a.pfx"), ""), certificate);
    }

    private static void refused(String words, Path file, Path key) {
        assertThatThrownBy(() -> BotCertificate.read(file, key, null))
                .as("%s", file)
                .isInstanceOf(Problem.class)
                .satisfies(says(words));
    }
}
