package dev.rostrum.architecture.planted.ui.people;

import java.util.function.Consumer;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.concurrent.Task;

class Threads {
    void byCall(Runnable work) {
        Platform.runLater(work);
    }

    Consumer<Runnable> byReference() {
        return Platform::runLater;
    }

    boolean task(Object o) {
        return o instanceof Task<?>;
    }

    static class Frames extends AnimationTimer {
        @Override
        public void handle(long now) {}
    }
}
