package org.midolab.lab.spec;

import java.util.List;
import java.util.stream.Collectors;

/** A lab file has errors. The exception contains every problem that was found. */
public final class InvalidLabException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * The message lists so many problems and only counts the others, since users correct the first
   * ones first.
   */
  private static final int MOST_PROBLEMS = 20;

  private final transient List<Problem> problems;

  InvalidLabException(String file, List<Problem> problems) {
    super(
        problems.stream()
                .sorted((a, b) -> a.place().compareTo(b.place()))
                .limit(MOST_PROBLEMS)
                .map(problem -> problem.describe(file))
                .collect(Collectors.joining("\n"))
            + (problems.size() > MOST_PROBLEMS
                ? "\n… and " + (problems.size() - MOST_PROBLEMS) + " more"
                : ""));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
