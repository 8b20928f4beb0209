package dev.rostrum.ui.announcements;

import dev.rostrum.announce.DryRun;
import dev.rostrum.ui.fx.PageSource;
import java.util.List;
import java.util.concurrent.Callable;

/** The requests of a plan, row by row. The plan is counted when it is first asked for, off the FX thread. */
final class RequestSource implements PageSource<DryRun.Row> {
    private final Callable<DryRun> count;
    private DryRun counted;

    RequestSource(Callable<DryRun> count) {
        this.count = count;
    }

    private synchronized DryRun counted() throws Exception {
        if (counted == null) {
            counted = count.call();
        }
        return counted;
    }

    @Override
    public long count() throws Exception {
        return counted().recipients();
    }

    @Override
    public List<DryRun.Row> page(long offset, int limit) throws Exception {
        return counted().page(Math.toIntExact(offset), limit);
    }
}
