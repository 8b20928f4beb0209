package dev.rostrum.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShellViewModelTest {
    private final ShellViewModel model = new ShellViewModel();
    private final ConnectionItem sandbox = new ConnectionItem("s", "Sandbox", true);
    private final ConnectionItem tarn = new ConnectionItem("t", "Tarn", false);

    @Test
    void theTitleNamesTheConnectionAndSaysSimulated() {
        assertThat(model.windowTitle().get()).isEqualTo("Rostrum");
        model.connectionProperty().set(sandbox);
        assertThat(model.windowTitle().get()).isEqualTo("Rostrum \u2014 Sandbox (simulated)");
        assertThat(model.statusText().get()).isEqualTo("nothing leaves this computer");
        model.connectionProperty().set(tarn);
        assertThat(model.windowTitle().get()).isEqualTo("Rostrum \u2014 Tarn");
        assertThat(model.statusText().get()).isEmpty();
        assertThat(model.simulated().get()).isFalse();
        model.troubleProperty().set("cannot sign in");
        assertThat(model.statusText().get()).isEqualTo("cannot sign in");
    }

    @Test
    void navigationFoldsByWidthAndByWish() {
        assertThat(model.collapsed().get()).isFalse();
        model.widthProperty().set(1119);
        assertThat(model.collapsed().get()).isTrue();
        model.toggleNavigation();
        assertThat(model.collapsed().get()).isFalse();
        model.widthProperty().set(1300);
        model.toggleNavigation();
        assertThat(model.collapsed().get()).isTrue();
        model.widthProperty().set(1000);
        model.widthProperty().set(1300);
        assertThat(model.collapsed().get()).isFalse();
    }

    @Test
    void aRunSaysHowFarItIs() {
        model.runningProperty().set(new RunningSend(1, "Fire drill", 6343, 9742));
        assertThat(model.runningText().get().replaceAll("[^0-9of ]", "")).isEqualTo("6343 of 9742");
        assertThat(new RunningSend(1, "Nobody", 0, 0).share()).isZero();
    }
}
