package dev.rostrum.ui.widget;

import static dev.rostrum.ui.Screenshots.onFx;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.ui.Screenshots;
import javafx.scene.Scene;
import javafx.scene.layout.HBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testfx.util.WaitForAsyncUtils;

@Tag("ui")
@Timeout(60)
class WorkingButtonTest {
    @BeforeAll
    static void toolkit() {
        Screenshots.startToolkit();
    }

    @Test
    void longerWordsHaveRoomWhileItWorksAndShorterOnesKeepIt() {
        WorkingButton button = onFx(() -> new WorkingButton("Add", null));
        Stage stage = onFx(() -> {
            Stage made = new Stage();
            made.setScene(new Scene(new HBox(button), 400, 100));
            made.show();
            return made;
        });
        WaitForAsyncUtils.waitForFxEvents();
        double before = onFx(button::getWidth);
        onFx(() -> {
            button.setText("Asking Teams");
            button.setWorking(true);
            stage.getScene().getRoot().applyCss();
            stage.getScene().getRoot().layout();
        });
        assertThat(onFx(button::getWidth))
                .isGreaterThan(before)
                .isGreaterThanOrEqualTo(onFx(() -> button.prefWidth(-1)));
        double working = onFx(button::getWidth);
        onFx(() -> {
            button.setWorking(false);
            button.setText("A longer name than all of them");
            stage.getScene().getRoot().layout();
        });
        double whole = onFx(button::getWidth);
        assertThat(whole).isGreaterThan(working);
        onFx(() -> {
            button.setText("On");
            button.setWorking(true);
            stage.getScene().getRoot().layout();
        });
        assertThat(onFx(button::getWidth)).as("it does not jump").isGreaterThanOrEqualTo(whole);
        onFx(stage::close);
    }
}
