package org.midolab.lab.command;

import org.midolab.lab.spec.LabName;
import org.midolab.lab.spec.Printable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a lab's name from the command line, so that no verb sees a text that is none. */
final class LabArgument implements ITypeConverter<LabName> {

  @Override
  public LabName convert(String text) {
    return LabName.parse(text).orElseThrow(() -> new TypeConversionException(refusal(text)));
  }

  /** What is said of a text that is no lab's name. */
  static String refusal(String text) {
    return "'" + Printable.of(text) + "' is not a lab's name; allowed: " + LabName.FORM;
  }
}
