package org.midolab.lab.guide.steps;

import org.midolab.lab.probe.Answer;
import org.midolab.lab.probe.LabException;

/** For looks that expect to find nothing: a look that fails has found nothing either. */
final class Looked {

  private Looked() {}

  /**
   * What a look printed.
   *
   * @param nothing the exit code besides 0 by which the command says that it found nothing
   * @throws LabException when the command failed
   */
  static String at(Answer answer, int nothing) {
    if (!answer.ok() && answer.exit() != nothing) {
      throw new LabException(answer.all());
    }
    return answer.text();
  }
}
