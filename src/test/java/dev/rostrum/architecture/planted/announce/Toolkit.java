package dev.rostrum.architecture.planted.announce;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

class Toolkit {
    StringProperty property() {
        return new SimpleStringProperty();
    }
}
