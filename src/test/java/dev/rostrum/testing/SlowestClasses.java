package dev.rostrum.testing;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints the slowest test classes at the end of each Surefire execution, so that a slow test is seen while it is new. The
 * time of a class holds its set-up and its nested classes. Found by the JUnit platform through {@code META-INF/services}.
 */
public final class SlowestClasses implements TestExecutionListener {
    private static final int SHOWN = 10;

    private final Map<String, Long> started = new ConcurrentHashMap<>();
    private final Map<String, Long> nanos = new ConcurrentHashMap<>();
    private TestPlan plan;

    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
        plan = testPlan;
        started.clear();
        nanos.clear();
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (className(test).isPresent()) {
            started.put(test.getUniqueId(), System.nanoTime());
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Long from = started.remove(test.getUniqueId());
        if (from != null) {
            nanos.merge(className(test).orElseThrow(), System.nanoTime() - from, Long::sum);
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan testPlan) {
        List<String> lines = report(nanos);
        if (!lines.isEmpty()) {
            // An engine may have left the line open.
            System.out.println();
            lines.forEach(System.out::println);
        }
    }

    /** The lines that are printed for these times, slowest first; none where no class ran. */
    static List<String> report(Map<String, Long> nanosByClass) {
        return nanosByClass.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(SHOWN)
                .map(e -> String.format(Locale.ROOT, "slowest: %7.2f s  %s", e.getValue() / 1e9, e.getKey()))
                .toList();
    }

    /** The class that a container stands for; empty for methods, engines and classes nested in another. */
    private Optional<String> className(TestIdentifier test) {
        if (!isClass(test)
                || plan.getParent(test).filter(SlowestClasses::isClass).isPresent()) {
            return Optional.empty();
        }
        return test.getSource().map(s -> ((ClassSource) s).getClassName());
    }

    private static boolean isClass(TestIdentifier test) {
        return test.isContainer()
                && test.getSource().filter(ClassSource.class::isInstance).isPresent();
    }
}
