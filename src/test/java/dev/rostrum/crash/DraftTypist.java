package dev.rostrum.crash;

import dev.rostrum.app.RostrumProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;

/** The real console in a process of its own, in which somebody types into a new draft until the process is killed. */
public final class DraftTypist {
    /** Keystrokes until it would be done. */
    static final int MOST = 3_000;

    private DraftTypist() {}

    /** What stands in the text after each keystroke of those that follow from the seed; nothing before the first. */
    static List<String> texts(long seed) {
        Random random = new Random(seed);
        List<String> texts = new ArrayList<>();
        StringBuilder text = new StringBuilder("#" + seed + " ");
        texts.add("");
        for (int i = 0; i < MOST; i++) {
            if (random.nextInt(8) == 0 && text.length() > 30) {
                text.setLength(text.offsetByCodePoints(text.length(), -1));
            } else {
                text.appendCodePoint(random.nextInt(20) == 0 ? 0x1F525 : 'a' + random.nextInt(26));
            }
            texts.add(text.toString());
        }
        return texts;
    }

    public static void main(String[] args) throws Exception {
        RostrumProgram program = RostrumProgram.open(Path.of(args[0]), System::getenv, notice -> {});
        Thread console = new Thread(() -> program.console(args[1], false), "console");
        console.start();
        // Until the connection is open each screen says so; then it begins at the welcome, where there is no team.
        ConsoleDriver.await("#nav-announcements", Button.class, screen -> {
            screen.fire();
            return ConsoleDriver.find("#create", Button.class).isPresent();
        });
        ConsoleDriver.press("#create");
        TextArea text = ConsoleDriver.await("#text", TextArea.class, TextArea::isVisible);
        List<String> texts = texts(Long.parseLong(args[2]));
        System.out.println("OPEN");
        Random pace = new Random(Long.parseLong(args[2]));
        for (int i = 1; i < texts.size(); i++) {
            String now = texts.get(i);
            ConsoleDriver.onFx(() -> {
                text.setText(now);
                return true;
            });
            System.out.println("TYPED " + i);
            Thread.sleep(pace.nextInt(40));
        }
    }
}
