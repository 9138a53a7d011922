package org.midolab.lab.guide.steps;

import org.midolab.lab.probe.LabException;
import org.midolab.lab.runtime.ExecResult;

/**
 * The output of a search that is expected to find nothing. A failed search must not count as one
 * that found nothing.
 */
final class SearchOutput {

  private SearchOutput() {}

  /**
   * Returns the output of a search.
   *
   * @param nothing the exit code besides 0 that means that nothing was found
   * @throws LabException if the command failed
   */
  static String of(ExecResult answer, int nothing) {
    if (!answer.ok() && answer.exit() != nothing) {
      throw new LabException(answer.all());
    }
    return answer.text();
  }
}
