package org.midolab.midonet.conf;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "dump", description = "Prints all keys and their values, or those of a group.")
final class DumpCommand extends ReadCommand {

  @Parameters(arity = "0..1", paramLabel = "KEY", description = "A key or a group of keys.")
  private String key;

  @Override
  String key() {
    return key;
  }
}
