package dev.rostrum.ui.announcements;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.SendChoices;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * What is reviewed before it goes out.
 *
 * @param name of the announcement
 * @param draft gives the number of the draft that goes as the plan is made, or null; asked off the FX thread
 * @param chosen told what is chosen for sending it
 */
record Proposal(String name, JobRequest request, Callable<Long> draft, Consumer<SendChoices> chosen) {
    Proposal(String name, JobRequest request) {
        this(name, request, () -> null, choices -> {});
    }

    static Proposal of(ComposerViewModel composed) {
        JobRequest.Send send = composed.draft();
        return new Proposal(send.name(), send, composed::settled, composed::choose);
    }

    JobKind kind() {
        return request.kind();
    }
}
