package dev.rostrum.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.TestExecutionListener;

class SlowestClassesTest {
    @Test
    void namesTheSlowestTenSlowestFirst() {
        Map<String, Long> times = new HashMap<>();
        for (int i = 1; i <= 12; i++) {
            times.put("T" + i, i * 1_500_000_000L);
        }
        assertThat(SlowestClasses.report(times))
                .hasSize(10)
                .startsWith("slowest:   18.00 s  T12", "slowest:   16.50 s  T11")
                .endsWith("slowest:    4.50 s  T3");
    }

    @Test
    void isFoundByThePlatform() {
        assertThat(ServiceLoader.load(TestExecutionListener.class))
                .anyMatch(listener -> listener instanceof SlowestClasses);
    }
}
