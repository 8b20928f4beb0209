package dev.rostrum.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.words.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
    @Test
    void everythingEndsWithTheBag() {
        StringProperty source = new SimpleStringProperty("a");
        StringProperty bound = new SimpleStringProperty();
        ObservableList<String> list = FXCollections.observableArrayList();
        List<String> told = new ArrayList<>();
        Subscriptions bag = new Subscriptions();
        bag.observe(source, value -> told.add("now " + value));
        bag.onChange(source, value -> told.add("change " + value));
        bag.onChange(list, () -> told.add("list"));
        bag.bind(bound, source);
        source.set("b");
        list.add("x");
        assertThat(told).containsExactly("now a", "now b", "change b", "list");
        bag.close();
        source.set("c");
        list.add("y");
        assertThat(told).hasSize(4);
        assertThat(bound.get()).isEqualTo("b");
        assertThat(bound.isBound()).isFalse();
    }

    @Test
    void aMissingTextFailsInTests() {
        Texts texts = Texts.of(dev.rostrum.ui.shell.Navigator.class);
        assertThat(texts.get("window.title.simulated", "Tarn")).isEqualTo("Rostrum \u2014 Tarn (simulated)");
        assertThatThrownBy(() -> texts.get("no.such.key")).isInstanceOf(AssertionError.class);
    }
}
