package dev.rostrum.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.geometry.Rectangle2D;
import org.junit.jupiter.api.Test;

class WindowPlaceTest {
    private static final Rectangle2D SCREEN = new Rectangle2D(0, 24, 1920, 1056);
    private static final Rectangle2D RIGHT = new Rectangle2D(1920, 0, 2560, 1440);

    @Test
    void thePlaceIsKeptWhereItIsWholeOnAScreen() {
        WindowPlace place = new WindowPlace(100, 60, 1300, 820, false);
        assertThat(place.on(List.of(SCREEN, RIGHT))).isEqualTo(place);
        WindowPlace other = new WindowPlace(2000, 10, 2000, 1300, true);
        assertThat(other.on(List.of(SCREEN, RIGHT))).isEqualTo(other);
    }

    @Test
    void aScreenThatIsGoneGivesTheMiddleOfTheFirst() {
        WindowPlace place = new WindowPlace(2000, 10, 2000, 1300, false).on(List.of(SCREEN));
        assertThat(place).isEqualTo(new WindowPlace(0, 24, 1920, 1056, false));
        WindowPlace small = new WindowPlace(-5000, -5000, 1280, 800, false).on(List.of(SCREEN));
        assertThat(small).isEqualTo(new WindowPlace(320, 152, 1280, 800, false));
    }

    @Test
    void halfOutsideItIsMovedInsideAndNeverLarger() {
        WindowPlace place = new WindowPlace(-300, 900, 1400, 900, false).on(List.of(SCREEN));
        assertThat(place).isEqualTo(new WindowPlace(0, 180, 1400, 900, false));
        Rectangle2D small = new Rectangle2D(0, 0, 1000, 600);
        assertThat(new WindowPlace(10, 10, 1280, 800, false).on(List.of(small)))
                .isEqualTo(new WindowPlace(0, 0, 1000, 600, false));
    }

    @Test
    void whatIsKeptMayBeNonsense() {
        WindowPlace place = new WindowPlace(Double.NaN, 5, Double.NaN, -3, false).on(List.of(SCREEN));
        assertThat(place).isEqualTo(new WindowPlace(448, 232, 1024, 640, false));
        assertThat(WindowPlace.FIRST.on(List.of())).isEqualTo(WindowPlace.FIRST);
    }
}
