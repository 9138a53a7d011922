package org.midolab.lab.probe;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.midolab.lab.spec.NodeKind;

/** One running node: where commands run, terminals open and wires break. */
public interface LabNode {

  /** How long a command may take that is not expected to take any time. */
  Duration SHORT = Duration.ofSeconds(20);

  String name();

  NodeKind kind();

  /**
   * The address without its prefix length that the lab planned for one of the node's interfaces.
   */
  Optional<String> address(String interfaceName);

  /** The address on the management network. */
  default String management() {
    return address("eth0")
        .orElseThrow(() -> new IllegalStateException(name() + " has no planned address on eth0"));
  }

  /**
   * Runs a command without a terminal and without a shell around it.
   *
   * @throws LabException when it did not end in time, or the node does not run
   */
  Answer run(Duration limit, List<String> command);

  default Answer run(String... command) {
    return run(SHORT, List.of(command));
  }

  /**
   * Runs a line of shell. Never put a secret into it: others on the node can read it while it runs.
   */
  default Answer shell(String line) {
    return run(SHORT, List.of("/bin/sh", "-c", line));
  }

  /**
   * Puts text into a file, keeping owner and mode of one that exists. The text does not pass
   * through arguments.
   */
  void write(String path, String text);

  /** Opens a terminal of the given size on a command. */
  Terminal terminal(List<String> command);

  /** Restarts the node, as its reset button would; its links stay. Returns when it runs again. */
  void reboot();

  /** Takes the node's power away. */
  void kill();

  /** Gives a killed node its power back; returns when it runs. */
  void start();

  /** Takes the carrier from a link of this node. */
  void cut(String interfaceName);

  /** Lets every packet of a link vanish in both directions while its carrier stays. */
  void drop(String interfaceName);

  /** Undoes {@link #cut} and {@link #drop}. */
  void mend(String interfaceName);
}
