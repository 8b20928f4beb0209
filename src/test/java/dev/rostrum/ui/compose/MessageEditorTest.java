package dev.rostrum.ui.compose;

import static dev.rostrum.ui.Screenshots.onFx;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.ui.Screenshots;
import dev.rostrum.ui.fx.OwnKeys;
import javafx.scene.Scene;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("ui")
@Timeout(60)
class MessageEditorTest {
    @BeforeAll
    static void toolkit() {
        Screenshots.startToolkit();
    }

    private static void press(TextArea text, KeyCode code) {
        KeyEvent event = new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, true, false, false);
        assertThat(OwnKeys.handle(text, event)).isTrue();
    }

    @Test
    void theMarkedWordsStaySelectedSoThatASecondMarkGoesAroundThem() {
        onFx(() -> {
            MessageEditor editor = new MessageEditor();
            Stage stage = new Stage();
            stage.setScene(new Scene(editor, 500, 300));
            stage.show();
            TextArea text = editor.text();
            text.setText("closed on Friday");
            text.selectRange(0, 6);
            press(text, KeyCode.B);
            assertThat(text.getText()).isEqualTo("**closed** on Friday");
            assertThat(text.getSelectedText()).isEqualTo("closed");
            press(text, KeyCode.I);
            assertThat(text.getText()).isEqualTo("**_closed_** on Friday");
            assertThat(text.getSelectedText()).isEqualTo("closed");

            text.setText("");
            press(text, KeyCode.B);
            assertThat(text.getText()).isEqualTo("****");
            assertThat(text.getCaretPosition()).isEqualTo(2);
            stage.close();
        });
    }
}
