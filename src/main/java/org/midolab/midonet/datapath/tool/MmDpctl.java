package org.midolab.midonet.datapath.tool;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.midolab.linux.Link;
import org.midolab.linux.LinuxException;
import org.midolab.linux.Netlink;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.Datapath.FlowStatistics;
import org.midolab.midonet.datapath.Datapath.PortStatistics;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.datapath.Limit;
import org.midolab.midonet.datapath.ebpf.PinnedView;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowField;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * The command {@code mm-dpctl}: shows the state of the kernel's datapath from its pins. It works
 * whether the agent runs or not, and changes nothing. Exit codes: 0 success, 2 wrong usage, 3 no
 * datapath or no permission.
 */
@Command(
    name = "mm-dpctl",
    mixinStandardHelpOptions = true,
    description = "Shows ports, flows and drops of the datapath.",
    subcommands = {MmDpctl.DatapathCommand.class, MmDpctl.FlowsCommand.class})
public final class MmDpctl implements Runnable {

  static final String NAME = "midonet";
  private static final int USAGE = 2;
  private static final int ENVIRONMENT = 3;

  @Spec private CommandSpec spec;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "give up after so long (default: ${DEFAULT-VALUE})")
  private int timeout;

  @Option(
      names = "--pins",
      paramLabel = "DIRECTORY",
      defaultValue = "/run/midolman/bpf",
      description = "where the agent pins its maps (default: ${DEFAULT-VALUE})")
  private Path pins;

  public static void main(String[] arguments) {
    System.exit(command().execute(arguments));
  }

  /** Returns the command line, so that a test can redirect its output. */
  public static CommandLine command() {
    return new CommandLine(new MmDpctl())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(
            (mistake, _) -> {
              CommandLine at = mistake.getCommandLine();
              at.getErr().println("mm-dpctl: " + words(mistake));
              at.getErr().println("  see " + at.getCommandSpec().qualifiedName() + " --help");
              return USAGE;
            })
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              command.getErr().println("mm-dpctl: " + e.getMessage());
              return ENVIRONMENT;
            });
  }

  private static String words(CommandLine.ParameterException mistake) {
    return mistake instanceof CommandLine.UnmatchedArgumentException unmatched
        ? "unknown word '" + unmatched.getUnmatched().getFirst() + "'"
        : mistake.getMessage();
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "expected 'datapath' or 'flows'");
  }

  /** Reads the pinned state, within the time limit of the option {@code --timeout}. */
  private String look(Function<PinnedView, String> work) throws Exception {
    // A new thread inherits the caller's network namespace; a thread of a pool may have another
    // one.
    FutureTask<String> answer =
        new FutureTask<>(
            () -> {
              try (PinnedView view = PinnedView.open(pins).orElseThrow(this::none)) {
                return work.apply(view);
              }
            });
    Thread.ofPlatform().daemon().start(answer);
    try {
      return answer.get(timeout, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new DatapathException("no answer from the kernel within " + timeout + " s");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DatapathException || e.getCause() instanceof LinuxException) {
        throw (RuntimeException) e.getCause();
      }
      throw e;
    }
  }

  private DatapathException none() {
    return new DatapathException(
        "no datapath is pinned in "
            + pins
            + "; is the agent running? See: systemctl status midolman.service");
  }

  /** {@code mm-dpctl datapath}. */
  @Command(
      name = "datapath",
      mixinStandardHelpOptions = true,
      description = "Lists datapaths, or shows one.")
  static final class DatapathCommand implements Callable<Integer> {

    @ParentCommand private MmDpctl parent;

    @Spec private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private What what;

    static final class What {
      @Option(names = "--list", description = "list the datapaths")
      private boolean list;

      @Option(names = "--show", paramLabel = "NAME", description = "show ports, counters, drops")
      private String show;

      @Option(names = "--dump", paramLabel = "NAME", description = "show all that and the flows")
      private String dump;
    }

    @Override
    public Integer call() throws Exception {
      String name = what.show != null ? what.show : what.dump;
      if (name != null && !name.equals(NAME)) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "no datapath is named '" + name + "'; there is '" + NAME + "'");
      }
      String text =
          parent.look(
              view ->
                  what.list
                      ? NAME + System.lineSeparator()
                      : show(view) + (what.dump == null ? "" : flows(view, flow -> true)));
      spec.commandLine().getOut().print(text);
      spec.commandLine().getOut().flush();
      return 0;
    }
  }

  private static String show(PinnedView view) {
    StringBuilder text = new StringBuilder();
    text.append(
        "datapath %s: %d of %d flows, %d of %d masks%n"
            .formatted(NAME, view.flows().size(), view.maxFlows(), view.masks(), view.maxMasks()));
    Map<Integer, PortStatistics> counters = view.portStatistics();
    Map<Integer, Map<DropReason, Long>> drops = view.drops();
    Map<Integer, Map<Limit, Long>> limits = view.limits();
    Map<Integer, Integer> behind = view.interfaces();
    Map<String, Integer> attached = view.ports();
    attached.values().retainAll(behind.keySet());
    attached.forEach(
        (name, number) -> {
          Integer ifindex = behind.get(number);
          text.append("  port %d: %s (%s)%n".formatted(number, name, condition(ifindex)));
          counters(text, counters.get(number), drops.get(number), limits.get(number));
        });
    text.append("  port %d: tunnels%n".formatted(Datapath.TUNNEL_PORT));
    counters(
        text,
        counters.get(Datapath.TUNNEL_PORT),
        drops.get(Datapath.TUNNEL_PORT),
        limits.get(Datapath.TUNNEL_PORT));
    Set<Integer> others = new TreeSet<>(drops.keySet());
    others.removeAll(attached.values());
    others.remove(Datapath.TUNNEL_PORT);
    for (int number : others) {
      text.append("  no port (%d)%n".formatted(number));
      counters(text, null, drops.get(number), null);
    }
    return text.toString();
  }

  private static String condition(int ifindex) {
    try (Netlink netlink = Netlink.open()) {
      return netlink
          .links()
          .find(ifindex)
          .map(MmDpctl::condition)
          .orElse("interface " + ifindex + " is gone");
    }
  }

  private static String condition(Link link) {
    return "interface %d, %s, %s, mtu %d"
        .formatted(
            link.index(),
            link.kind().isEmpty() ? "hardware" : link.kind(),
            !link.up() ? "down" : link.carrier() ? "up" : "no carrier",
            link.mtu());
  }

  private static void counters(
      StringBuilder text,
      PortStatistics counters,
      Map<DropReason, Long> drops,
      Map<Limit, Long> limits) {
    if (counters != null) {
      text.append(
          "    received %d packets, %d bytes; sent %d packets, %d bytes%n"
              .formatted(
                  counters.rxPackets(),
                  counters.rxBytes(),
                  counters.txPackets(),
                  counters.txBytes()));
    }
    if (drops != null) {
      drops.forEach(
          (reason, count) -> text.append("    dropped %d: %s%n".formatted(count, reason)));
    }
    if (limits != null) {
      limits.forEach((limit, count) -> text.append("    limited %d: %s%n".formatted(count, limit)));
    }
  }

  private static String flows(PinnedView view, Predicate<FlowStatistics> wanted) {
    StringBuilder text = new StringBuilder();
    view.flows().stream()
        .filter(wanted)
        .map(FlowText::line)
        .sorted()
        .forEach(line -> text.append(line).append(System.lineSeparator()));
    return text.toString();
  }

  /** {@code mm-dpctl flows}. A filter on a field excludes flows that do not match on the field. */
  @Command(
      name = "flows",
      mixinStandardHelpOptions = true,
      description = "Shows flows; each option keeps those that match on exactly this.")
  static final class FlowsCommand implements Callable<Integer> {

    @ParentCommand private MmDpctl parent;

    @Spec private CommandSpec spec;

    @Option(names = "--datapath", paramLabel = "NAME", defaultValue = NAME)
    private String datapath;

    @Option(
        names = {"-i", "--input"},
        paramLabel = "PORT",
        description = "port it came in by")
    private Integer input;

    @Option(
        names = {"-o", "--output"},
        paramLabel = "PORT",
        description = "port it leaves by")
    private Integer output;

    @Option(names = "--src-mac", paramLabel = "MAC", converter = MacConverter.class)
    private Mac sourceMac;

    @Option(names = "--dst-mac", paramLabel = "MAC", converter = MacConverter.class)
    private Mac destinationMac;

    @Option(names = "--src-ip", paramLabel = "IP", converter = IpConverter.class)
    private Ip4 sourceIp;

    @Option(names = "--dst-ip", paramLabel = "IP", converter = IpConverter.class)
    private Ip4 destinationIp;

    @Option(names = "--ethertype", paramLabel = "NUMBER")
    private Integer etherType;

    @Option(names = "--proto", paramLabel = "NUMBER", description = "IP protocol")
    private Integer protocol;

    @Option(names = "--src-port", paramLabel = "PORT", description = "of TCP or UDP; ICMP's type")
    private Integer sourcePort;

    @Option(names = "--dst-port", paramLabel = "PORT", description = "of TCP or UDP; ICMP's code")
    private Integer destinationPort;

    @Override
    public Integer call() throws Exception {
      if (!datapath.equals(NAME)) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "no datapath is named '" + datapath + "'; there is '" + NAME + "'");
      }
      spec.commandLine().getOut().print(parent.look(view -> flows(view, wanted())));
      spec.commandLine().getOut().flush();
      return 0;
    }

    private Predicate<FlowStatistics> wanted() {
      List<Predicate<FlowStatistics>> all =
          List.of(
              field(FlowField.IN_PORT, input, s -> s.flow().key().inPort()),
              field(FlowField.ETH_SRC, sourceMac, s -> s.flow().key().ethSrc()),
              field(FlowField.ETH_DST, destinationMac, s -> s.flow().key().ethDst()),
              field(FlowField.IP_SRC, sourceIp, s -> s.flow().key().ipSrc()),
              field(FlowField.IP_DST, destinationIp, s -> s.flow().key().ipDst()),
              field(FlowField.ETH_TYPE, etherType, s -> s.flow().key().etherType()),
              field(FlowField.IP_PROTO, protocol, s -> s.flow().key().ipProto()),
              field(FlowField.TP_SRC, sourcePort, s -> s.flow().key().tpSrc()),
              field(FlowField.TP_DST, destinationPort, s -> s.flow().key().tpDst()),
              s -> output == null || s.flow().actions().contains(new FlowAction.Output(output)));
      return all.stream().reduce(s -> true, Predicate::and);
    }

    private static Predicate<FlowStatistics> field(
        FlowField field, Object wanted, Function<FlowStatistics, Object> value) {
      return s ->
          wanted == null
              || s.flow().mask().fields().contains(field) && value.apply(s).equals(wanted);
    }
  }

  static final class MacConverter implements CommandLine.ITypeConverter<Mac> {
    @Override
    public Mac convert(String text) {
      return converted(() -> Mac.parse(text));
    }
  }

  static final class IpConverter implements CommandLine.ITypeConverter<Ip4> {
    @Override
    public Ip4 convert(String text) {
      return converted(() -> Ip4.parse(text));
    }
  }

  private static <T> T converted(Supplier<T> parse) {
    try {
      return parse.get();
    } catch (IllegalArgumentException e) {
      throw new CommandLine.TypeConversionException(e.getMessage());
    }
  }
}
