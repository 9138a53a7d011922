package org.midolab.lab.guide;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.runtime.ExecResult;
import org.midolab.lab.runtime.Terminal;
import org.midolab.lab.spec.BgpSoftware;
import org.midolab.lab.spec.NodeKind;

/** Fake hosts of the guide: they have names, kinds, addresses and files, and run nothing. */
public final class FakeLab implements LabNodes {

  private final Map<String, String> management;
  private final FakeAnswers answers;
  private final List<String> up = new ArrayList<>(List.of("paper"));
  private final List<LabNode> nodes = new ArrayList<>();

  public FakeLab() {
    this(Map.of(), new FakeAnswers());
  }

  /**
   * Creates the hosts.
   *
   * @param management management addresses that differ from the guide's, by node; a fake server may
   *     listen there
   * @param answers the output of the nodes' commands, in addition to their files
   */
  FakeLab(Map<String, String> management, FakeAnswers answers) {
    this.management = management;
    this.answers = answers;
    add("nsdb1", NodeKind.NSDB, "198.18.0.11");
    add("nsdb2", NodeKind.NSDB, "198.18.0.12");
    add("nsdb3", NodeKind.NSDB, "198.18.0.13");
    add("controller", NodeKind.CONTROLLER, "198.18.0.10");
    add("gateway1", NodeKind.GATEWAY, "198.18.0.14");
    add("gateway2", NodeKind.GATEWAY, "198.18.0.15");
    add("compute1", NodeKind.COMPUTE, "198.18.0.16");
    add("vm1", NodeKind.INSTANCE, "192.168.1.11");
    add("vm2", NodeKind.INSTANCE, "192.168.1.12");
    add("bgp1", NodeKind.BGP_PEER, "198.18.0.17");
    add("bgp2", NodeKind.BGP_PEER, "198.18.0.18");
    add("internet", NodeKind.INTERNET, "198.18.0.19");
    nodes.forEach(node -> answers.locate(node.name(), node.management()));
  }

  private void add(String name, NodeKind kind, String ip) {
    var at = management.getOrDefault(name, ip);
    nodes.add(
        new FakeNode(
            name, kind, at, ip, BgpSoftware.FRR, answers.of(name), new ConcurrentHashMap<>()));
  }

  /** Lets a node speak BGP with another program than FRR. */
  void speak(String name, BgpSoftware software) {
    nodes.replaceAll(
        node ->
            node instanceof FakeNode fake && fake.name().equals(name)
                ? new FakeNode(
                    name,
                    fake.kind(),
                    fake.management(),
                    fake.ip(),
                    software,
                    fake.answers(),
                    fake.files())
                : node);
  }

  @Override
  public String lab() {
    return "paper";
  }

  @Override
  public List<String> labsUp() {
    return up;
  }

  /** Adds another lab that is up. */
  public void beside(String other) {
    up.add(other);
  }

  @Override
  public String secret(String name) {
    return "secret-of-" + name;
  }

  @Override
  public String bgpPassword(String oneAddress, String otherAddress) {
    return "between-" + oneAddress + "-and-" + otherAddress;
  }

  @Override
  public Map<String, String> secrets() {
    return Stream.of("ADMIN_TOKEN", "KEYSTONE_DBPASS", "METADATA_SECRET", "MIDONET_PASS", "bgp")
        .collect(Collectors.toMap(name -> name, this::secret));
  }

  @Override
  public List<LabNode> all() {
    return nodes;
  }

  /**
   * A fake host.
   *
   * @param management address of its servers
   * @param ip the address that its other addresses are derived from
   * @param answers output by command: {@code systemctl show x}, or otherwise {@code systemctl}; for
   *     shell command lines the line itself, or otherwise {@code /bin/sh}
   * @param files content by path; a file {@code $ systemctl} has the output of that command
   */
  public record FakeNode(
      String name,
      NodeKind kind,
      String management,
      String ip,
      BgpSoftware software,
      FakeAnswers.Of answers,
      Map<String, String> files)
      implements LabNode {

    @Override
    public Optional<String> address(String interfaceName) {
      return switch (interfaceName) {
        case "eth0" -> Optional.of(management);
        case "eth1" ->
            Optional.of(
                ip.replace("198.18.0.17", "198.51.100.1").replace("198.18.0.18", "203.0.113.1"));
        case "eth2" -> Optional.of(ip.replace("198.18.", "198.19."));
        default -> Optional.empty();
      };
    }

    @Override
    public ExecResult run(Duration limit, List<String> command) {
      if (command.getFirst().equals("cat") && files.containsKey(command.get(1))) {
        return new ExecResult(0, files.get(command.get(1)), "");
      }
      var line = String.join(" ", command).replaceFirst("^/bin/sh -c ", "");
      var answer = answers.to(line).or(() -> answers.to(command.getFirst()));
      if (answer.isPresent()) {
        return new ExecResult(0, answer.get(), "");
      }
      if (files.containsKey("$ " + command.getFirst())) {
        return new ExecResult(0, files.get("$ " + command.getFirst()), "");
      }
      return new ExecResult(1, "", command + ": a fake host runs no commands");
    }

    @Override
    public void write(String path, String text) {
      files.put(path, text);
    }

    @Override
    public Terminal terminal(List<String> command) {
      return new FakeTerminal(answers);
    }

    @Override
    public void reboot() {
      throw new UnsupportedOperationException();
    }

    /** Nothing happens: the answers stay as they were prepared. */
    @Override
    public void kill() {}

    @Override
    public void start() {}

    @Override
    public void cut(String interfaceName) {}

    @Override
    public void drop(String interfaceName) {}

    @Override
    public void mend(String interfaceName) {}
  }

  /**
   * A shell that answers each line with its echo and a prompt that tells of failure; after the line
   * {@code ask} it asks a question, without an echo, and {@code right} is what it wants to hear.
   * After the line {@code midonet-cli} it prints the prepared answers to {@code midonet> COMMAND}.
   */
  private static final class FakeTerminal implements Terminal {

    private final PipedOutputStream shown = new PipedOutputStream();
    private final PipedInputStream screen;
    private final FakeAnswers.Of answers;
    private boolean asked;
    private boolean cli;

    FakeTerminal(FakeAnswers.Of answers) {
      this.answers = answers;
      try {
        screen = new PipedInputStream(shown, 1 << 16);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public OutputStream keyboard() {
      return new OutputStream() {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public void write(int b) throws IOException {
          line.write(b);
          if (b == '\n') {
            answer(line.toString(StandardCharsets.UTF_8));
            line.reset();
          }
        }

        private void answer(String typed) throws IOException {
          if (cli || typed.equals("midonet-cli\n")) {
            String printed = cli ? answers.to("midonet> " + typed.strip()).orElse("") : "";
            cli = true;
            show(typed + printed + "midonet> ");
            return;
          }
          boolean well = typed.contains("PS1") || asked && typed.equals("right\n");
          String echo = asked ? "\n" : typed;
          asked = typed.equals("ask\n");
          String prompt = asked ? "Question: " : "<" + (well ? 0 : 1) + "> root@paper# ";
          show(echo + prompt);
        }

        private void show(String text) throws IOException {
          shown.write(text.getBytes(StandardCharsets.UTF_8));
          shown.flush();
        }
      };
    }

    @Override
    public InputStream screen() {
      return screen;
    }

    @Override
    public void resize(int columns, int rows) {
      throw new UnsupportedOperationException("this terminal has no size");
    }

    @Override
    public int exitCode() {
      throw new UnsupportedOperationException("this terminal runs no command");
    }

    @Override
    public void close() {
      try {
        shown.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
