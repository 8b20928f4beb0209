package dev.rostrum.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.store.query.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;

class PagesTest {
    private final QueuedTasks tasks = new QueuedTasks();
    private final Pages<String> pages = new Pages<>(tasks);

    /** Rows "PREFIX0", "PREFIX1" …; remembers which pages were asked for. */
    private static final class Numbered implements PageSource<String>, Snapshot<String> {
        private final String prefix;
        private final List<Long> asked = new ArrayList<>();
        private long count;
        private boolean broken;

        Numbered(String prefix, long count) {
            this.prefix = prefix;
            this.count = count;
        }

        @Override
        public Snapshot<String> open(int limit, long... offsets) throws IOException {
            if (broken) {
                throw new IOException("no disk");
            }
            return this;
        }

        @Override
        public long count() {
            return count;
        }

        @Override
        public List<String> page(long offset, int limit) {
            asked.add(offset);
            return IntStream.range((int) offset, (int) Math.min(count, offset + limit))
                    .mapToObj(i -> prefix + i)
                    .toList();
        }
    }

    @Test
    void sizeIsKnownAndRowsComeWhenAskedFor() {
        Numbered source = new Numbered("a", 1000);
        pages.show(source);
        assertThat(pages.stateProperty().get()).isEqualTo(Pages.State.LOADING);
        tasks.runAll();
        assertThat(pages).hasSize(1000);
        assertThat(pages.get(199)).isEqualTo("a199");
        assertThat(pages.get(450)).isNull();
        tasks.runAll();
        assertThat(pages.get(450)).isEqualTo("a450");
        assertThat(source.asked).containsExactly(0L, 400L);
    }

    @Test
    void peekAsksForNothing() {
        pages.show(new Numbered("a", 1000));
        tasks.runAll();
        assertThat(pages.peek(999)).isNull();
        assertThat(tasks.waiting()).isZero();
    }

    @Test
    void lateAnswerOfAnOlderQueryIsDropped() {
        pages.show(new Numbered("old", 10));
        pages.show(new Numbered("new", 5));
        tasks.runAt(1);
        tasks.runAt(0);
        assertThat(pages).containsExactly("new0", "new1", "new2", "new3", "new4");
    }

    @Test
    void latePageOfTheRowsBeforeIsDropped() {
        pages.show(new Numbered("old", 1000));
        tasks.runAll();
        pages.get(500);
        pages.show(new Numbered("new", 1000));
        tasks.runAt(1);
        tasks.runAt(0);
        assertThat(pages.peek(500)).isNull();
        assertThat(pages.get(0)).isEqualTo("new0");
    }

    @Test
    void oldRowsStayUntilTheNewOnesAreThere() {
        pages.show(new Numbered("old", 3));
        tasks.runAll();
        pages.show(new Numbered("new", 2));
        assertThat(pages.get(0)).isEqualTo("old0");
        assertThat(pages.busyProperty().get()).isTrue();
        tasks.runAll();
        assertThat(pages).containsExactly("new0", "new1");
    }

    @Test
    void refreshReadsWhereTheEyeIsAndTheNewSize() {
        Numbered source = new Numbered("a", 1000);
        pages.show(source);
        tasks.runAll();
        pages.get(500);
        tasks.runAll();
        source.asked.clear();
        source.count = 1200;
        pages.refresh();
        tasks.runAll();
        assertThat(source.asked).containsExactly(0L, 400L);
        assertThat(pages).hasSize(1200);
        assertThat(pages.queriesProperty().get()).isEqualTo(1);
        assertThat(pages.answersProperty().get()).isEqualTo(2);
    }

    @Test
    void growthIsToldAsAChangeOfItsOwnBehindTheRows() {
        Numbered source = new Numbered("a", 3);
        pages.show(source);
        tasks.runAll();
        List<String> told = new ArrayList<>();
        pages.addListener((ListChangeListener<String>) change -> {
            while (change.next()) {
                told.add((change.wasAdded() ? "added " : change.wasRemoved() ? "removed " : "updated ")
                        + change.getFrom() + "-" + change.getTo());
            }
        });
        source.count = 5;
        pages.refresh();
        tasks.runAll();
        source.count = 2;
        pages.refresh();
        tasks.runAll();
        assertThat(told).containsExactly("updated 0-3", "added 3-5", "removed 2-2", "updated 0-2");
    }

    @Test
    void memoryIsBounded() {
        pages.show(new Numbered("a", 100_000));
        tasks.runAll();
        for (int i = 0; i < 100_000; i += Pages.PAGE) {
            pages.get(i);
            tasks.runAll();
        }
        int[] loaded = {0};
        pages.forEachLoaded((index, row) -> loaded[0]++);
        assertThat(loaded[0]).isLessThanOrEqualTo(20 * Pages.PAGE);
    }

    @Test
    void whileDraggingOnlyTheNewestPlacesAreRead() {
        Numbered source = new Numbered("a", 1_000_000);
        pages.show(source);
        tasks.runAll();
        source.asked.clear();
        for (int i = 0; i < 100; i++) {
            pages.get(i * 10_000 + 5000);
        }
        tasks.runAll();
        assertThat(source.asked).hasSizeLessThanOrEqualTo(6).contains(995_000L);
    }

    @Test
    void failureKeepsTheRows() {
        Numbered source = new Numbered("a", 3);
        pages.show(source);
        tasks.runAll();
        source.broken = true;
        pages.refresh();
        tasks.runAll();
        assertThat(pages).containsExactly("a0", "a1", "a2");
        assertThat(pages.stateProperty().get()).isEqualTo(Pages.State.FAILED);
        assertThat(pages.failureProperty().get()).isInstanceOf(IOException.class);
        source.broken = false;
        pages.refresh();
        tasks.runAll();
        assertThat(pages.failureProperty().get()).isNull();
        assertThat(pages.stateProperty().get()).isEqualTo(Pages.State.READY);
    }

    @Test
    void shortPageMeansThatRowsWentAndTheCountIsAskedAgain() {
        Numbered source = new Numbered("a", 1000);
        pages.show(source);
        tasks.runAll();
        source.count = 450;
        pages.get(500);
        tasks.runAll();
        assertThat(pages).hasSize(450);
    }

    @Test
    void readGoesPastWhatIsInMemory() {
        pages.show(new Numbered("a", 5000));
        tasks.runAll();
        List<String> found = new ArrayList<>();
        pages.read(0, 5000, row -> row.endsWith("999"), 3, found::addAll, e -> found.add("failed"));
        tasks.runAll();
        assertThat(found).containsExactly("a999", "a1999", "a2999");
    }

    @Test
    void closedPagesTakeNothing() {
        pages.show(new Numbered("a", 3));
        pages.close();
        tasks.runAll();
        assertThat(pages).isEmpty();
    }
}
