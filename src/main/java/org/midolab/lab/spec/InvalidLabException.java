package org.midolab.lab.spec;

import java.util.List;
import java.util.stream.Collectors;

/** A lab file that cannot be planned. Carries every problem found, in the order of the file. */
public final class InvalidLabException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  InvalidLabException(String file, List<Problem> problems) {
    super(
        problems.stream()
            .sorted((a, b) -> a.place().compareTo(b.place()))
            .map(problem -> problem.describe(file))
            .collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
