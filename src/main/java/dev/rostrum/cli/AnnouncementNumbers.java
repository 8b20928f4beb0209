package dev.rostrum.cli;

import dev.rostrum.domain.JobKind;
import dev.rostrum.store.query.RunQuery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The number by which people know an announcement: that of its first job. Resends, edits and recalls have numbers of their
 * own and belong to it.
 */
final class AnnouncementNumbers {
    private static final int KEPT = 10_000;

    private final RunQuery runs;
    private final Map<Long, Long> numbers = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > KEPT;
        }
    };
    private final Map<Long, Long> ofJobs = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > KEPT;
        }
    };

    AnnouncementNumbers(RunQuery runs) {
        this.runs = runs;
    }

    long of(RunQuery.Row job) {
        return job.kind() == JobKind.SEND ? job.id() : of(job.announcementId());
    }

    /** @param announcementId the announcement's key in the data file */
    long of(long announcementId) {
        Long known = numbers.get(announcementId);
        if (known == null) {
            List<RunQuery.Row> jobs = runs.jobs(announcementId);
            known = jobs.isEmpty() ? announcementId : jobs.get(0).id();
            numbers.put(announcementId, known);
        }
        return known;
    }

    /** The number of a job's announcement; null where there is no such job any more. */
    Long ofJob(Long job) {
        if (job == null) {
            return null;
        }
        if (!ofJobs.containsKey(job)) {
            ofJobs.put(job, runs.find(job).map(this::of).orElse(null));
        }
        return ofJobs.get(job);
    }
}
