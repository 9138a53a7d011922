package org.midolab.lab.probe;

import java.io.OutputStream;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.midolab.lab.runtime.ExecResult;
import org.midolab.lab.runtime.Node;

/** A pool of open shells on a lab's nodes. Each node has as many as are in use at the same time. */
final class OpenShells implements AutoCloseable {

  private final Map<String, Deque<OpenShell>> idle = new ConcurrentHashMap<>();

  /**
   * Runs a command in an open shell of the node.
   *
   * @return empty if the shell ended, which happens when the node goes down
   * @throws LabException if the command does not end within the limit; it is killed then
   */
  Optional<ExecResult> run(Node node, Duration limit, List<String> command) {
    var shells = idle.computeIfAbsent(node.name(), name -> new ConcurrentLinkedDeque<>());
    var shell = shells.poll();
    while (shell != null && !shell.isOpen()) {
      shell = shells.poll();
    }
    if (shell == null) {
      shell =
          new OpenShell(
              node.name(),
              (line, in, out) -> node.stream(line, in, out, OutputStream.nullOutputStream()));
    }
    try {
      var answer = shell.run(limit, command);
      if (answer.isPresent()) {
        shells.push(shell);
      }
      return answer;
    } catch (LabException e) {
      shell.close();
      if (!shell.pid().isEmpty()) {
        node.exec("pkill", "-KILL", "-P", shell.pid());
      }
      throw new LabException(
          "'"
              + String.join(" ", command)
              + "' on "
              + node.name()
              + " did not end within "
              + limit.toMillis() / 1000.0
              + " s",
          e);
    }
  }

  @Override
  public void close() {
    idle.values().forEach(shells -> shells.forEach(OpenShell::close));
    idle.clear();
  }
}
