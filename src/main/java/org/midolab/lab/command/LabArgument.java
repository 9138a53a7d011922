package org.midolab.lab.command;

import org.midolab.lab.spec.LabName;
import org.midolab.lab.spec.Printable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a lab's name from the command line, so that no verb receives an invalid name. */
final class LabArgument implements ITypeConverter<LabName> {

  @Override
  public LabName convert(String text) {
    return LabName.parse(text).orElseThrow(() -> new TypeConversionException(refusal(text)));
  }

  /** Returns the message about a text that is not a valid lab name. */
  static String refusal(String text) {
    return "'" + Printable.of(text) + "' is not a lab's name; allowed: " + LabName.FORM;
  }
}
