package org.midolab.lab.probe;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.midolab.lab.runtime.ExecResult;
import org.midolab.lab.runtime.Lab;
import org.midolab.lab.runtime.LabFailure;
import org.midolab.lab.runtime.Node;
import org.midolab.lab.runtime.Terminal;
import org.midolab.lab.spec.BgpPlan;
import org.midolab.lab.spec.BgpSoftware;
import org.midolab.lab.spec.LabName;
import org.midolab.lab.spec.NodeKind;

/** The nodes of a lab that the runtime has booted. */
public final class RunningLab implements LabNodes, AutoCloseable {

  /** Width of terminals: so large that no line editor wraps a line. */
  private static final int COLUMNS = 4000;

  private static final int ROWS = 50;

  private final Lab lab;
  private final OpenShells shells = new OpenShells();

  public RunningLab(Lab lab) {
    this.lab = lab;
  }

  /** Closes the shells that ran commands. */
  @Override
  public void close() {
    shells.close();
  }

  @Override
  public String lab() {
    return lab.name().value();
  }

  @Override
  public List<String> labsUp() {
    return Lab.running(lab.home()).stream().map(LabName::value).toList();
  }

  @Override
  public String secret(String name) {
    return lab.secrets().get(name);
  }

  @Override
  public String bgpPassword(String oneAddress, String otherAddress) {
    return lab.secrets().bgp(oneAddress, otherAddress);
  }

  @Override
  public Map<String, String> secrets() {
    return lab.secrets().words();
  }

  @Override
  public List<LabNode> all() {
    return lab.nodes().stream()
        .filter(node -> node.plan().kind() != NodeKind.BRIDGE)
        .<LabNode>map(RunningNode::new)
        .toList();
  }

  private final class RunningNode implements LabNode {

    private final Node node;

    RunningNode(Node node) {
      this.node = node;
    }

    @Override
    public String name() {
      return node.name();
    }

    @Override
    public NodeKind kind() {
      return node.plan().kind();
    }

    @Override
    public List<String> services() {
      return node.plan().services();
    }

    @Override
    public BgpSoftware software() {
      return node.plan().bgp().map(BgpPlan::software).orElse(BgpSoftware.FRR);
    }

    @Override
    public Optional<String> address(String interfaceName) {
      return node.address(interfaceName);
    }

    @Override
    public ExecResult run(Duration limit, List<String> command) {
      try {
        var answer = shells.run(node, limit, command);
        if (answer.isPresent()) {
          return answer.get();
        }
        // The shell ended with its node, which may be up again.
        return node.exec(limit, command);
      } catch (LabFailure e) {
        throw new LabException(e.getMessage(), e);
      }
    }

    @Override
    public void write(String path, String text) {
      node.write(path, text);
    }

    @Override
    public Terminal terminal(List<String> command) {
      return node.terminal(command, COLUMNS, ROWS);
    }

    @Override
    public void reboot() {
      node.reboot();
    }

    @Override
    public void kill() {
      node.kill();
    }

    @Override
    public void start() {
      node.start();
    }

    @Override
    public void cut(String interfaceName) {
      lab.link(name(), interfaceName).cut();
    }

    @Override
    public void drop(String interfaceName) {
      lab.link(name(), interfaceName).drop();
    }

    @Override
    public void mend(String interfaceName) {
      lab.link(name(), interfaceName).mend();
    }

    @Override
    public String toString() {
      return name();
    }
  }
}
