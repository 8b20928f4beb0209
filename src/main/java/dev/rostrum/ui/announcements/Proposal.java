package dev.rostrum.ui.announcements;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.domain.JobKind;

/**
 * What is reviewed before it goes out.
 *
 * @param name of the announcement
 */
record Proposal(String name, JobRequest request) {
    static Proposal of(JobRequest.Send send) {
        return new Proposal(send.name(), send);
    }

    JobKind kind() {
        return request.kind();
    }
}
