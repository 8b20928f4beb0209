package dev.rostrum.architecture.planted.ui.fx;

import java.util.function.Consumer;
import javafx.application.Platform;

class Crossing {
    /** What this package alone may do. */
    Consumer<Runnable> allowed() {
        return Platform::runLater;
    }
}
