package org.midolab.lab.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Refuses a count that asks for nothing. */
final class AtLeastOne {

  private AtLeastOne() {}

  /**
   * @param option the option's name, for the message
   * @return the value
   * @throws ParameterException when it is below 1
   */
  static int of(CommandSpec verb, String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          verb.commandLine(), option + " takes a number from 1 on, not " + value);
    }
    return value;
  }
}
