package org.midolab.lab.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks that a count is at least 1. */
final class AtLeastOne {

  private AtLeastOne() {}

  /**
   * @param option the option's name, for the message
   * @return the value
   * @throws ParameterException if it is below 1
   */
  static int of(CommandSpec verb, String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          verb.commandLine(), option + " must be at least 1, not " + value);
    }
    return value;
  }
}
