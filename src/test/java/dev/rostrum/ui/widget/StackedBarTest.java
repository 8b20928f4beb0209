package dev.rostrum.ui.widget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class StackedBarTest {
    @Test
    void segmentsFillTheBarAndNoneVanishes() {
        List<StackedBar.Segment> shares = List.of(
                new StackedBar.Segment(1_000_000, "a"),
                new StackedBar.Segment(1, "b"),
                new StackedBar.Segment(70, "c"));
        double[] widths = StackedBar.widths(shares, 300);
        assertThat(DoubleStream.of(widths).sum()).isEqualTo(298);
        assertThat(widths).containsExactly(290, 4, 4);
    }
}
