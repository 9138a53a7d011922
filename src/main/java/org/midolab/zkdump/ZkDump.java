package org.midolab.zkdump;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Prints each znode at and below a path, and its data with two blanks before each line. Control
 * characters are printed as question marks. Exit codes: 0 printed, 1 no such path or no answer from
 * the server, 2 wrong usage.
 */
@Command(
    name = "zkdump",
    mixinStandardHelpOptions = true,
    version = "zkdump 5.0",
    description = "Prints every znode at and below a path, each with its data.",
    footer = {"", "Example:", "  zkdump -z nsdb1:2181 /midonet/config"})
public final class ZkDump implements Callable<Integer> {

  private static final int FAILED = 1;
  private static final int SESSION_MILLIS = 10_000;

  @Option(
      names = {"-z", "--zookeeper"},
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:2181",
      description = "address of the server (default: ${DEFAULT-VALUE})")
  private String server;

  @Parameters(
      arity = "0..1",
      paramLabel = "PATH",
      defaultValue = "/",
      description = "path of the first znode (default: ${DEFAULT-VALUE})")
  private String path;

  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(command().execute(arguments));
  }

  static CommandLine command() {
    return new CommandLine(new ZkDump()).setExpandAtFiles(false);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!server.matches("[^\\s:/]+:\\d{1,5}")) {
      throw new ParameterException(spec.commandLine(), "expected HOST:PORT, not '" + server + "'");
    }
    if (!path.startsWith("/") || path.length() > 1 && path.endsWith("/")) {
      throw new ParameterException(
          spec.commandLine(), "expected a path as in /midonet/config, not '" + path + "'");
    }
    var connected = new CountDownLatch(1);
    var client =
        new ZooKeeper(
            server,
            SESSION_MILLIS,
            event -> {
              if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
              }
            });
    try {
      return connected.await(SESSION_MILLIS, TimeUnit.MILLISECONDS)
          ? dump(client)
          : failed("no answer from " + server);
    } catch (KeeperException e) {
      return failed(e.getMessage() + " on " + server);
    } finally {
      client.close();
    }
  }

  private int dump(ZooKeeper client) throws KeeperException, InterruptedException {
    if (client.exists(path, false) == null) {
      return failed("nothing at " + path + " on " + server);
    }
    print(client, path, spec.commandLine().getOut());
    spec.commandLine().getOut().flush();
    return 0;
  }

  /** Prints a znode and those below it. A znode that is deleted during the run is left out. */
  private static void print(ZooKeeper client, String path, PrintWriter out)
      throws KeeperException, InterruptedException {
    try {
      var data = client.getData(path, false, null);
      out.println(printable(path));
      if (data != null && data.length > 0) {
        new String(data, StandardCharsets.UTF_8)
            .lines()
            .forEach(line -> out.println("  " + printable(line)));
      }
      for (var child : client.getChildren(path, false).stream().sorted().toList()) {
        print(client, path.equals("/") ? "/" + child : path + "/" + child, out);
      }
    } catch (NoNodeException e) {
      return;
    }
  }

  private static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\t]]", "?");
  }

  private int failed(String what) {
    spec.commandLine()
        .getErr()
        .println(
            "zkdump: "
                + what
                + "; to check the server: echo ruok | nc "
                + server.replace(':', ' '));
    return FAILED;
  }
}
