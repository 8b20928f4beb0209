package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the list of an archive of class data leaves out; that Java takes the rest, ClassDataTest shows. */
class ClassDataListTest {
    private static final String OURS = "@lambda-proxy dev/rostrum/cli/Listing test ()Ljava/util/function/Predicate;";
    private static final String SIGNED = "@lambda-proxy com/azure/json/Reader read ()Lcom/azure/json/Function;";
    private static final Set<String> CLASSES =
            new LinkedHashSet<>(List.of("java/lang/Object id: 0", "com/azure/json/Reader id: 7", OURS, SIGNED));

    @Test
    void lambdasOfClassesThatAreNotArchivedGo() {
        assertThat(ClassData.without(CLASSES, Set.of("com/azure/json/")))
                .containsExactly("java/lang/Object id: 0", "com/azure/json/Reader id: 7", OURS);
    }

    @Test
    void theSecondTryHasNoLambdaAndEveryClass() {
        assertThat(ClassData.without(CLASSES, Set.of("")))
                .containsExactly("java/lang/Object id: 0", "com/azure/json/Reader id: 7");
    }
}
