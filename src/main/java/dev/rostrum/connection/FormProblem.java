package dev.rostrum.connection;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import java.util.List;
import java.util.stream.Collectors;

/** A form that cannot be stored as it stands; it names everything that is wrong, by field. */
public final class FormProblem extends Problem {
    private static final long serialVersionUID = 1L;

    private final transient List<FieldProblem> problems;

    FormProblem(List<FieldProblem> problems) {
        super(
                Kind.WRONG_USE,
                Reason.of(
                        problems.stream().map(FieldProblem::message).distinct().collect(Collectors.joining("\n"))),
                null);
        this.problems = List.copyOf(problems);
    }

    public List<FieldProblem> problems() {
        return problems;
    }
}
