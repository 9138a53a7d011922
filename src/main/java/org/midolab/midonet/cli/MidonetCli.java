package org.midolab.midonet.cli;

import org.midolab.midonet.cli.session.Program;

/** {@code midonet-cli}: main class, which the package's script starts. */
public final class MidonetCli {

  private MidonetCli() {}

  /** Runs a session with the process's arguments and streams, and ends the process. */
  public static void main(String[] args) {
    Program.main(args);
  }
}
