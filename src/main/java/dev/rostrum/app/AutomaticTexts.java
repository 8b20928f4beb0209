package dev.rostrum.app;

import dev.rostrum.announce.AutomaticMessages;
import dev.rostrum.domain.InboundSettings;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.Purpose;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Supplier;

/** What is said when an event asks for it, as it is set for a connection. */
record AutomaticTexts(Supplier<InboundSettings> settings) implements AutomaticMessages.Texts {
    @Override
    public Optional<Message> message(Purpose purpose) {
        InboundSettings now = settings.get();
        return switch (purpose) {
            case WELCOME -> Optional.of(now.welcome()).filter(message -> now.welcomeOn() || now.welcomeTeamMembers());
            case MENTION -> Optional.of(now.mention()).filter(message -> now.mentionOn());
            // Whoever writes STOP or START is told what became of it.
            case CONFIRMATION -> Optional.of(now.confirmation());
            case ANNOUNCEMENT, TO_ME -> Optional.empty();
        };
    }

    @Override
    public Message again() {
        return settings.get().again();
    }

    @Override
    public String title(Purpose purpose, LocalDate day) {
        return Texts.of(AutomaticTexts.class)
                .get(
                        switch (purpose) {
                            case WELCOME -> "automatic.welcome";
                            case MENTION -> "automatic.mention";
                            default -> "automatic.confirmation";
                        },
                        Times.day(day));
    }

    @Override
    public String somebody() {
        return Texts.of(AutomaticTexts.class).get("automatic.somebody");
    }
}
