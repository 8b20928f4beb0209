package dev.rostrum.crash;

import dev.rostrum.app.RostrumProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.stage.Window;

/**
 * The real console in a process of its own, its buttons pressed on orders that come by standard input: {@code send COUNT}
 * announces to the first team, {@code show} opens the run that waits, {@code resume} presses Resume, {@code quit} ends.
 */
public final class ConsoleDriver {
    private static final long LIMIT_MILLIS = 120_000;

    private ConsoleDriver() {}

    public static void main(String[] args) throws Exception {
        RostrumProgram program =
                RostrumProgram.open(Path.of(args[0]), System::getenv, notice -> System.out.println("NOTICE " + notice));
        Thread console = new Thread(() -> program.console(args[1], false), "console");
        console.start();
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            e.printStackTrace();
            System.exit(9);
        });
        await("#teams", ListView.class, list -> list.getItems().size() > 1);
        System.out.println("OPEN");
        try (BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                obey(order);
                System.out.println("DONE " + order);
            }
        } catch (IOException e) {
            System.out.println("NO MORE ORDERS");
        }
        System.exit(0);
    }

    private static void obey(String order) throws Exception {
        if (order.startsWith("send ")) {
            onFx(() -> {
                find("#teams", ListView.class).orElseThrow().getSelectionModel().select(1);
                return true;
            });
            press("#announceTeam");
            TextInputControl text = await("#text", TextInputControl.class, Node::isVisible);
            onFx(() -> {
                text.setText("Hello");
                return true;
            });
            press("#review");
            // Guests too; the plan is counted anew for it.
            CheckBox outsiders = await("#outsiders", CheckBox.class, Node::isVisible);
            onFx(() -> {
                outsiders.setSelected(true);
                return true;
            });
            TextField typed = await("#typed", TextField.class, Node::isVisible);
            onFx(() -> {
                typed.setText(order.substring("send ".length()));
                return true;
            });
            press("#send");
        } else if (order.equals("show")) {
            await(".r-nav-item", Button.class, button -> true);
            onFx(() -> {
                for (Node item : root().orElseThrow().lookupAll(".r-nav-item")) {
                    if (item instanceof Button button && "Announcements".equals(button.getText())) {
                        button.fire();
                    }
                }
                return true;
            });
            press("#notice .button");
            await("#runAction", Button.class, button -> button.isVisible() && "Resume".equals(button.getText()));
        } else if (order.equals("resume")) {
            press("#runAction");
        } else {
            throw new IllegalArgumentException(order);
        }
    }

    static void press(String selector) throws Exception {
        Button button = await(
                selector, Button.class, found -> found.isVisible() && !found.isDisabled() && found.getScene() != null);
        onFx(() -> {
            button.fire();
            return true;
        });
    }

    static <N extends Node> N await(String selector, Class<N> type, Predicate<N> ready) throws Exception {
        long deadline = System.nanoTime() + LIMIT_MILLIS * 1_000_000;
        while (true) {
            Optional<N> found = onFx(() -> find(selector, type).filter(ready));
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Not there in time: " + selector);
            }
            Thread.sleep(20);
        }
    }

    static Optional<javafx.scene.Parent> root() {
        return Window.getWindows().stream()
                .filter(Window::isShowing)
                .findFirst()
                .map(window -> window.getScene().getRoot());
    }

    static <N extends Node> Optional<N> find(String selector, Class<N> type) {
        return root().map(root -> root.lookup(selector))
                .filter(type::isInstance)
                .map(type::cast);
    }

    static <T> T onFx(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        while (true) {
            try {
                Platform.runLater(task);
                return task.get();
            } catch (IllegalStateException e) {
                // The toolkit is not up yet.
                Thread.sleep(20);
            }
        }
    }
}
