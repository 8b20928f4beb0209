package dev.rostrum.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.app.RostrumProgram;
import dev.rostrum.connection.Connection;
import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.PauseLimits;
import dev.rostrum.domain.SendingRules;
import dev.rostrum.ui.fx.InlineTasks;
import dev.rostrum.ui.settings.SendingViewModel.Number;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendingViewModelTest {
    @TempDir
    Path folder;

    private RostrumProgram program;
    private SendingViewModel model;
    private Connection sandbox;
    private final SettingsFixture around = new SettingsFixture();

    @BeforeEach
    void open() {
        program = RostrumProgram.open(folder, name -> null, notice -> {});
        sandbox = program.connections().current();
        model = new SendingViewModel(SettingsFixture.services(program, Clock.systemUTC()), new InlineTasks(), around);
        model.show(sandbox);
    }

    @Test
    void theRulesInForceAreShownAndAChangeHoldsAtOnce() {
        assertThat(model.value(Number.SHARE).get()).isEqualTo("5");
        assertThat(model.changedProperty().get()).isFalse();
        model.guardProperty().set(false);
        model.value(Number.ANNOUNCEMENTS).set(" 2 ");
        model.value(Number.QUIET_FROM).set("22:00");
        model.value(Number.QUIET_TO).set("6.30");
        model.value(Number.SHARE).set("2,5 %");
        model.value(Number.WINDOW).set("100");
        model.save();
        SendingRules wanted = new SendingRules(
                new GuardRules(false, 2, 7, 30, LocalTime.of(22, 0), LocalTime.of(6, 30)),
                new PauseLimits(5, 3, 0.025, 100));
        assertThat(program.sending().of(sandbox)).isEqualTo(wanted);
        assertThat(RostrumProgram.open(folder, name -> null, notice -> {})
                        .sending()
                        .of(sandbox))
                .isEqualTo(wanted);
        assertThat(model.changedProperty().get()).isFalse();
        assertThat(around.told).singleElement().asString().contains("Sandbox");

        model.usual();
        assertThat(program.sending().of(sandbox)).as("not stored yet").isEqualTo(wanted);
        model.discard();
        assertThat(model.value(Number.ANNOUNCEMENTS).get()).isEqualTo("2");
        model.usual();
        model.save();
        assertThat(program.sending().of(sandbox)).isEqualTo(SendingRules.DEFAULT);
    }

    @Test
    void whatIsNotSavedIsAskedAboutWhereverTheAdminGoes() {
        List<String> went = new ArrayList<>();
        Leaving leaving = new Leaving(around);
        leaving.from(model, () -> went.add("nothing typed"));
        model.value(Number.DAYS).set("9");
        leaving.from(model, () -> went.add("stays"));
        assertThat(around.questions).singleElement().satisfies(asked -> assertThat(asked.title())
                .contains("without saving"));
        assertThat(model.value(Number.DAYS).get()).isEqualTo("9");
        around.answer = "leave";
        leaving.from(model, () -> went.add("leaves"));
        assertThat(went).containsExactly("nothing typed", "leaves");
        assertThat(model.value(Number.DAYS).get()).isEqualTo("7");
        assertThat(model.isChanged()).isFalse();
    }

    @Test
    void eachWrongNumberSaysWhatToDoAndNothingChanges() {
        record Wrong(Number number, String value, Number at, String words) {}
        for (Wrong wrong : List.of(
                new Wrong(Number.ANNOUNCEMENTS, "0", Number.ANNOUNCEMENTS, "from 1 to 10,000"),
                new Wrong(Number.DAYS, "a week", Number.DAYS, "whole number"),
                new Wrong(Number.DAYS, "10001", Number.DAYS, "whole number"),
                new Wrong(Number.SAME_TEXT_DAYS, "-1", Number.SAME_TEXT_DAYS, "from 0"),
                new Wrong(Number.SAME_REFUSALS, "", Number.SAME_REFUSALS, "whole number"),
                new Wrong(Number.DOUBTS, "1.5", Number.DOUBTS, "whole number"),
                new Wrong(Number.SHARE, "101", Number.SHARE, "0 to 100"),
                new Wrong(Number.WINDOW, "0", Number.WINDOW, "whole number"),
                new Wrong(Number.QUIET_FROM, "25:00", Number.QUIET_FROM, "22:00"),
                new Wrong(Number.QUIET_FROM, "22:00", Number.QUIET_TO, "Fill in both"),
                new Wrong(Number.QUIET_TO, "06:00", Number.QUIET_FROM, "Fill in both"))) {
            model.discard();
            model.value(wrong.number()).set(wrong.value());
            model.save();
            assertThat(model.problem(wrong.at()).get()).as(wrong.toString()).contains(wrong.words());
            assertThat(program.sending().of(sandbox)).isEqualTo(SendingRules.DEFAULT);
        }
        model.discard();
        model.value(Number.QUIET_FROM).set("6:00");
        model.value(Number.QUIET_TO).set("06:00");
        model.save();
        assertThat(model.problem(Number.QUIET_TO).get()).contains("differs");
    }
}
