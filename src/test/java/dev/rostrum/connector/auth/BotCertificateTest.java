package dev.rostrum.connector.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.connection.TestCertificates;
import dev.rostrum.domain.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        return Files.writeString(folder.resolve(name), text);
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
                    .hasMessageContaining(none ? "Enter it" : "does not open");
            assertThatThrownBy(() -> BotCertificate.read(certificate, key, given))
                    .isInstanceOf(BotCertificate.WrongPassword.class)
                    .hasMessageContaining(none ? "Enter it" : "does not open");
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
                "openssl pkcs8",
                certificate,
                write(
                        "old.pem",
                        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES\n\nAAAA\n"
                                + "-----END RSA PRIVATE KEY-----\n"));
        refused("no certificate with its key", write("text.pfx", "hello"), null);
        refused("larger than any certificate", write("big.pfx", "x".repeat((1 << 20) + 1)), null);
        refused("holds its key itself", mine.pkcs12(folder.resolve("a.pfx"), ""), certificate);
    }

    private static void refused(String words, Path file, Path key) {
        assertThatThrownBy(() -> BotCertificate.read(file, key, null))
                .as("%s", file)
                .isInstanceOf(Problem.class)
                .hasMessageContaining(words);
    }
}
