package org.midolab.midonet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.midolab.midonet.agent.binding.BindingServer;
import org.midolab.midonet.agent.binding.PortBinder;
import picocli.CommandLine;

/** The tools that show pages of the agent, over its socket. */
class AgentToolsTest {

  private static final UUID ID = UUID.randomUUID();

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private int asked;
  private BindingServer agent;

  @BeforeEach
  void start() {
    Map<String, UnaryOperator<String>> pages =
        Map.of(
            "GET /traces/requests",
            _ -> "request one\nrequest two\n",
            "GET /traces",
            query -> query.isEmpty() ? "" : "trace of " + UUID.fromString(query) + "\n",
            "GET /tracers",
            which -> "tracers " + which,
            "POST /tracers",
            words -> "added " + words,
            "PUT /tracers/removed",
            words -> {
              throw new IllegalArgumentException("wrong: " + words);
            },
            "DELETE /tracers",
            which -> "flushed " + which,
            "GET /meters",
            _ -> ++asked * 10 + " " + asked * 600 + " meters:user:my name\n1 60 meters:device:x\n",
            "GET /statistics",
            _ -> "7 flows\n" + ++asked * 100 + " received\n");
    agent = new BindingServer(socket(), new PortBinder(null, ID), pages);
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  private Path socket() {
    return directory.resolve("midolman.sock");
  }

  private int run(CommandLine tool, Path socket, String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "--socket";
    all[1] = socket.toString();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return tool.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(all);
  }

  @Test
  void mmTraceListsRequestsAndShowsTraces() {
    assertThat(run(MmTrace.command(), socket(), "requests")).isZero();
    assertThat(run(MmTrace.command(), socket(), "show")).isZero();
    assertThat(run(MmTrace.command(), socket(), "show", ID.toString())).isZero();
    assertThat(out.toString().lines())
        .containsExactly("request one", "request two", "trace of " + ID);
  }

  @Test
  void mmTraceAddsListsAndFlushesTracers() {
    assertThat(
            run(
                MmTrace.command(),
                socket(),
                "add",
                "-d",
                "-l",
                "5",
                "--dst-port",
                "53",
                "--ip-src",
                "10.0.0.1",
                "--ethertype",
                "0x800"))
        .isZero();
    assertThat(run(MmTrace.command(), socket(), "add")).isZero();
    assertThat(run(MmTrace.command(), socket(), "list")).isZero();
    assertThat(run(MmTrace.command(), socket(), "list", "--live-only")).isZero();
    assertThat(run(MmTrace.command(), socket(), "flush", "--dead-only")).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "added 5 --ethertype 0x800 --ip-src 10.0.0.1 --dst-port 53",
            "added 1",
            "tracers",
            "tracers live",
            "flushed dead");
  }

  @Test
  void whatTheAgentRefusesIsPrintedWithCode1() {
    assertThat(run(MmTrace.command(), socket(), "remove", "-l", "1", "--ip-src", "x")).isEqualTo(1);
    assertThat(err).hasToString("mm-trace: wrong: --ip-src x\n");
  }

  @Test
  void mmMeterListsNamesAndShowsWhatWasAdded() {
    assertThat(run(MmMeter.command(), socket(), "list")).isZero();
    assertThat(run(MmMeter.command(), socket(), "get", "-n", "meters:user:my name", "1", "2"))
        .isZero();
    assertThat(out.toString().lines().map(String::strip).map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "meters:user:my name", "meters:device:x", "packets bytes", "20 1200", "10 600");
  }

  @Test
  void mmMeterNamesAMissingMeter() {
    assertThat(run(MmMeter.command(), socket(), "get", "-n", "meters:user:no")).isEqualTo(1);
    assertThat(err)
        .hasToString("mm-meter: there is no meter 'meters:user:no'; see: mm-meter list\n");
  }

  @Test
  void mmStatShowsWhatWasAddedAndTheFlowsOfTheMoment() {
    assertThat(run(MmStat.command(), socket(), "1", "2")).isZero();
    assertThat(out.toString().lines().map(String::strip).map(line -> line.replaceAll(" +", " ")))
        .containsExactly("flows received", "7 100", "7 100");
  }

  @Test
  void wrongUsageIsCode2() {
    assertThat(run(MmTrace.command(), socket(), "show", "no-uuid")).isEqualTo(2);
    assertThat(run(MmTrace.command(), socket(), "add", "--ip-version", "4")).isEqualTo(2);
    assertThat(run(MmMeter.command(), socket(), "get")).isEqualTo(2);
    assertThat(run(MmMeter.command(), socket(), "get", "-n", "m", "0")).isEqualTo(2);
    assertThat(run(MmStat.command(), socket(), "-1")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void withoutAnAgentTheCodeIs3AndTheNextCommandIsNamed() {
    Path none = directory.resolve("none.sock");
    assertThat(run(MmTrace.command(), none, "list")).isEqualTo(3);
    assertThat(run(MmMeter.command(), none, "list")).isEqualTo(3);
    assertThat(run(MmStat.command(), none)).isEqualTo(3);
    assertThat(err.toString().lines())
        .hasSize(3)
        .first()
        .isEqualTo(
            "mm-trace: no agent listens at " + none + "; see: systemctl status midolman.service");
  }
}
