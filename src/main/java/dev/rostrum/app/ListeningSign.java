package dev.rostrum.app;

import dev.rostrum.inbound.ListeningSwitch;
import dev.rostrum.ui.shell.StatusSign;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;

/** What the status bar says of listening. */
final class ListeningSign {
    private ListeningSign() {}

    /**
     * The sign, or null where nothing is to be listened to.
     *
     * @param press leads to the settings of it
     */
    static StatusSign of(ListeningSwitch.State state, Runnable press) {
        Texts texts = Texts.of(ListeningSign.class);
        return switch (state.phase()) {
            case OFF -> null;
            case STARTING, LISTENING ->
                new StatusSign(
                        texts.get("listening"),
                        texts.get(
                                state.service() ? "listening.service" : "listening.more",
                                state.place().url()),
                        false,
                        press);
            case TROUBLE -> new StatusSign(texts.get("listening.not"), Sentences.whole(state.trouble()), true, press);
        };
    }
}
