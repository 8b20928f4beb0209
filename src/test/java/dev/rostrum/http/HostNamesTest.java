package dev.rostrum.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A local connection's secret stays on this computer, whatever a name service says of its names. */
class HostNamesTest {
    private final AtomicInteger asked = new AtomicInteger();

    private static InetAddress[] addresses(String... texts) throws UnknownHostException {
        InetAddress[] all = new InetAddress[texts.length];
        for (int i = 0; i < texts.length; i++) {
            all[i] = InetAddress.getByName(texts[i]);
        }
        return all;
    }

    private HostNames names(boolean own, HostNames.Directory directory) {
        return new HostNames("names-test", Duration.ofSeconds(20), own, host -> {
            asked.incrementAndGet();
            return directory.look(host);
        });
    }

    /** The first look is the check, and whoever rebinds the name after it comes too late. */
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LocalHost", "bot.localhost"})
    void aNameOfThisComputerIsLookedUpOnce(String name) throws Exception {
        try (HostNames names =
                names(false, host -> asked.get() == 1 ? addresses("127.0.0.1", "::1") : addresses("203.0.113.7"))) {
            for (int i = 0; i < 3; i++) {
                InetAddress[] found = names.resolve(name);
                assertThat(found).containsExactly(addresses("127.0.0.1", "::1"));
                // What a caller does to its copy is its own affair.
                found[0] = null;
            }
            assertThat(asked).hasValue(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"203.0.113.7", "10.0.0.1", "0.0.0.0", "'127.0.0.1 203.0.113.7'", "169.254.169.254"})
    void itMustLeadHere(String found) {
        try (HostNames names = names(false, host -> addresses(found.split(" ")))) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> names.resolve("localhost")).isInstanceOf(HostNames.NotThisComputer.class);
            }
            assertThatThrownBy(() -> names.resolve("x.localhost")).isInstanceOf(UnknownHostException.class);
        }
    }

    @Test
    void whereEveryHostIsThisComputerEveryNameMustLeadHere() throws Exception {
        try (HostNames own = names(true, host -> addresses("203.0.113.7"));
                HostNames any = names(false, host -> addresses("203.0.113.7"))) {
            assertThatThrownBy(() -> own.resolve("somewhere.example")).isInstanceOf(HostNames.NotThisComputer.class);
            assertThatThrownBy(() -> own.resolve("203.0.113.7")).isInstanceOf(HostNames.NotThisComputer.class);
            assertThat(own.resolve("127.0.0.1")).containsExactly(addresses("127.0.0.1"));
            assertThat(own.resolve("[::1]")).containsExactly(addresses("::1"));
            assertThat(any.resolve("somewhere.example")).containsExactly(addresses("203.0.113.7"));
        }
    }

    @Test
    void otherNamesAreAskedForEachTime() throws Exception {
        try (HostNames names = names(false, host -> addresses("203.0.113." + asked.get()))) {
            assertThat(names.resolve("smba.example")).containsExactly(addresses("203.0.113.1"));
            assertThat(names.resolve("smba.example")).containsExactly(addresses("203.0.113.2"));
        }
    }
}
