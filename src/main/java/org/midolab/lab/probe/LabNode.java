package org.midolab.lab.probe;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.midolab.lab.runtime.ExecResult;
import org.midolab.lab.runtime.Terminal;
import org.midolab.lab.spec.BgpSoftware;
import org.midolab.lab.spec.NodeKind;

/** A running node, which runs commands, opens terminals and injects faults. */
public interface LabNode {

  /** Time limit of a command that normally ends at once. */
  Duration SHORT = Duration.ofSeconds(20);

  String name();

  NodeKind kind();

  /**
   * Returns the main services of the node by their unit names. A service comes after those that it
   * needs.
   */
  default List<String> services() {
    return kind().services();
  }

  /**
   * Returns the program with which the node speaks BGP: FRR if the lab file names none, also for a
   * node without BGP.
   */
  default BgpSoftware software() {
    return BgpSoftware.FRR;
  }

  /**
   * Returns the address in the lab's plan of one of the node's interfaces, without its prefix
   * length.
   */
  Optional<String> address(String interfaceName);

  /** Returns the address on the management network. */
  default String management() {
    return address("eth0")
        .orElseThrow(() -> new IllegalStateException(name() + " has no planned address on eth0"));
  }

  /**
   * Runs a command without a terminal and without a shell around it.
   *
   * @throws LabException if the command does not end within the limit, or if the node does not run
   */
  ExecResult run(Duration limit, List<String> command);

  default ExecResult run(String... command) {
    return run(SHORT, List.of(command));
  }

  /**
   * Runs a shell command line. Never put a secret into it: other users on the node can read it
   * while it runs.
   */
  default ExecResult shell(String line) {
    return run(SHORT, List.of("/bin/sh", "-c", line));
  }

  /**
   * Writes text to a file. An existing file keeps its owner and mode. The text is not passed as an
   * argument.
   */
  void write(String path, String text);

  /** Runs a command on a new terminal. */
  Terminal terminal(List<String> command);

  /** Restarts the node like a hardware reset. Its links stay. Returns when it runs again. */
  void reboot();

  /** Kills all processes of the node at once, like a power failure. */
  void kill();

  /** Starts a killed node. Returns when it runs. */
  void start();

  /** Breaks a link of this node, so that both ends lose their carrier. */
  void cut(String interfaceName);

  /** Drops every packet of a link in both directions while its carrier stays. */
  void drop(String interfaceName);

  /** Undoes {@link #cut} and {@link #drop}. */
  void mend(String interfaceName);
}
