package dev.rostrum.connection;

import dev.rostrum.domain.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A form that cannot be stored as it stands; it names everything that is wrong, by field. */
public final class FormProblem extends Problem {
    private static final long serialVersionUID = 1L;

    private final transient List<FieldProblem> problems;

    FormProblem(List<FieldProblem> problems) {
        super(
                Kind.WRONG_USE,
                problems.stream().map(FieldProblem::message).distinct().collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<FieldProblem> problems() {
        return problems;
    }
}
