package dev.rostrum.connection;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import java.util.List;

/** A form that cannot be stored as it stands; it names everything that is wrong, by field. */
public final class FormProblem extends Problem {
    private static final long serialVersionUID = 1L;

    private final transient List<FieldProblem> problems;

    FormProblem(List<FieldProblem> problems) {
        super(
                Kind.WRONG_USE,
                Reason.lines(
                        problems.stream().map(FieldProblem::reason).distinct().toList()),
                null);
        this.problems = List.copyOf(problems);
    }

    public List<FieldProblem> problems() {
        return problems;
    }
}
