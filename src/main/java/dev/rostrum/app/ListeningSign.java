package dev.rostrum.app;

import dev.rostrum.announce.AutomaticMessages;
import dev.rostrum.inbound.ListeningSwitch;
import dev.rostrum.ui.shell.StatusSign;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;

/** What the status bar says of listening, and of what comes of it. */
final class ListeningSign {
    private ListeningSign() {}

    /**
     * What events ask for and cannot be sent, or null where it can.
     *
     * @param press leads to the settings of it
     */
    static StatusSign of(AutomaticMessages.State state, Runnable press) {
        return state.trouble() == null
                ? null
                : new StatusSign(
                        Texts.of(ListeningSign.class).get("automatic.not"),
                        Sentences.whole(state.trouble()),
                        true,
                        press);
    }

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
