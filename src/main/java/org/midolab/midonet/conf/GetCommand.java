package org.midolab.midonet.conf;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "get",
    description = "Prints a key's value, or all values of a group, as KEY = VALUE.")
final class GetCommand extends ReadCommand {

  @Parameters(
      arity = "0..1",
      paramLabel = "KEY",
      description = "A key or a group of keys; without it, all keys.")
  private String key;

  @Override
  String separator() {
    return " = ";
  }

  @Override
  String key() {
    return key;
  }
}
