package org.midolab.lab.command;

import org.midolab.lab.guide.catalogue.StepName;
import org.midolab.lab.spec.Printable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a step's name from the command line. Does not check whether the guide has such a step. */
final class StepArgument implements ITypeConverter<StepName> {

  @Override
  public StepName convert(String text) {
    return StepName.parse(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s' is not a step's name; allowed: %s"
                        .formatted(Printable.of(text), StepName.FORM)));
  }
}
