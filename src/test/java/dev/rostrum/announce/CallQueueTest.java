package dev.rostrum.announce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.store.ledger.DueDelivery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallQueueTest {
    private final CallQueue ready = new CallQueue();

    private static PendingDelivery create(long id) {
        return new PendingDelivery(null, new DueDelivery(id, 1, id, "29:" + id, null, null, 0, false, 0));
    }

    private static PendingDelivery send(long id) {
        return new PendingDelivery(null, new DueDelivery(id, 1, id, "29:" + id, "a:" + id, null, 0, false, 0));
    }

    private List<Long> all() throws InterruptedException {
        ready.close();
        List<Long> ids = new ArrayList<>();
        for (PendingDelivery delivery = ready.take(); delivery != null; delivery = ready.take()) {
            ids.add(delivery.row().id());
        }
        return ids;
    }

    @Test
    void sendsGoBeforeCreatesTheOldestFirst() throws Exception {
        ready.add(create(1));
        ready.add(send(2));
        ready.add(create(3));
        ready.add(send(4));
        assertThat(all()).containsExactly(2L, 4L, 1L, 3L);
    }

    @Test
    void sendsDoNotKeepACreateWaitingForEver() throws Exception {
        ready.add(create(0));
        for (long id = 1; id <= 20; id++) {
            ready.add(send(id));
        }
        assertThat(all().indexOf(0L)).isEqualTo(CallQueue.SENDS_IN_A_ROW);
    }

    @Test
    void whatIsTakenOutIsNotCalled() throws Exception {
        ready.add(create(1));
        ready.add(send(2));
        assertThat(ready.remove(null))
                .extracting(delivery -> delivery.row().id())
                .containsExactly(2L, 1L);
        assertThat(all()).isEmpty();
    }

    @Test
    void manyTakersGetEachPendingDeliveryOnceAndAllEnd() throws Exception {
        int trips = 20_000;
        ConcurrentLinkedQueue<Long> taken = new ConcurrentLinkedQueue<>();
        CountDownLatch ended = new CountDownLatch(16);
        for (int i = 0; i < 16; i++) {
            Thread taker = new Thread(() -> {
                try {
                    for (PendingDelivery delivery = ready.take(); delivery != null; delivery = ready.take()) {
                        taken.add(delivery.row().id());
                    }
                    ended.countDown();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            taker.setDaemon(true);
            taker.start();
        }
        for (long id = 0; id < trips; id++) {
            ready.add(id % 3 == 0 ? create(id) : send(id));
        }
        ready.close();
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(taken).hasSize(trips).doesNotHaveDuplicates();
    }
}
