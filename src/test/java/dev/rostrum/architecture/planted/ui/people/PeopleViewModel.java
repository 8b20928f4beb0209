package dev.rostrum.architecture.planted.ui.people;

import javafx.scene.control.Button;
import javafx.stage.Stage;

class PeopleViewModel {
    Button button;

    static class Part {
        Stage stage;
    }
}
