package org.midolab.midonet.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.midolab.linux.LinuxException;
import org.midolab.midonet.agent.binding.BindingServer;
import org.midolab.midonet.agent.binding.PortBinder;
import org.midolab.midonet.agent.host.HostLinks;
import org.midolab.midonet.agent.host.HostRegistration;
import org.midolab.midonet.agent.host.KernelLinks;
import org.midolab.midonet.conf.Bootstrap;
import org.midolab.midonet.conf.ConfigurationException;
import org.midolab.midonet.conf.HostId;
import org.midolab.midonet.conf.IniFile;
import org.midolab.midonet.conf.LiveConfiguration;
import org.midolab.midonet.conf.LogLevels;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.nsdb.HostTakenException;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.StateMirror;
import org.midolab.midonet.nsdb.StorageUnavailableException;
import org.midolab.midonet.nsdb.TopologyMirror;
import org.midolab.midonet.nsdb.flowstate.CassandraFlowState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's process. It runs until SIGTERM; then it withdraws its ports and closes its BGP
 * sessions, unless it is restarted. If it is killed or restarted, flows, ports and BGP sessions
 * stay until its next start.
 *
 * <p>Exit codes: 0 stopped; 1 another agent has taken over the host's id; 3 the configuration, the
 * datapath or the kernel does not allow it to run; {@value EndOnError#EXIT_CODE} an Error ended one
 * of its threads.
 */
public final class Midolman {

  private static final Logger LOG = LoggerFactory.getLogger(Midolman.class);

  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration LOAD_TIMEOUT = Duration.ofSeconds(30);

  private Midolman() {}

  public static void main(String[] arguments) throws InterruptedException {
    Thread.setDefaultUncaughtExceptionHandler(new EndOnError(Runtime.getRuntime()::halt));
    try {
      run();
    } catch (ConfigurationException | DatapathException | LinuxException e) {
      LOG.error("the agent cannot run: {}", e.getMessage());
      System.exit(3);
    }
  }

  private static void run() throws InterruptedException {
    UUID host = HostId.findOrCreate();
    String hostname = HostRegistration.localName();
    Optional<IniFile> ini = Optional.of(IniFile.read(Bootstrap.AGENT_FILE));
    LOG.info("agent of host {} ({})", hostname, host);
    Bootstrap bootstrap = Bootstrap.find();
    Nsdb nsdb =
        retryUntilDone(
            "ZooKeeper at " + bootstrap.hosts() + " (" + bootstrap.source() + ")",
            () -> bootstrap.connect(host, ini));
    LiveConfiguration configuration =
        retryUntilDone("the configuration", () -> LiveConfiguration.open(nsdb, host, ini));
    LogLevels.follow(configuration, "agent.loggers");

    // A restart has to be shorter than the session timeout, so the slow steps run in parallel.
    FutureTask<Datapath> opening = new FutureTask<>(() -> KernelDatapath.open(configuration));
    Thread.ofPlatform().name("datapath").daemon().start(opening);
    HostRegistration registration = new HostRegistration(nsdb, host, hostname);
    retryUntilDone(
        "the registration of this host",
        () -> {
          registration.register(Midolman::hostIdTaken);
          return true;
        });
    AgentSettings settings = AgentSettings.of(configuration);
    TopologyMirror topology =
        retryUntilDone("the topology", () -> nsdb.mirrorTopology(LOAD_TIMEOUT));
    StateMirror state =
        retryUntilDone("the state of other hosts", () -> nsdb.mirrorState(LOAD_TIMEOUT));
    CassandraFlowState flowState = new CassandraFlowState(nsdb);
    FlowStateTables.follow(flowState, configuration);
    HostLinks links = new KernelLinks();
    Datapath datapath = result(opening);
    Agent agent = new Agent(host, nsdb, topology, state, datapath, links, flowState, settings);
    agent.start();
    BindingServer bindings =
        new BindingServer(
            Path.of(settings.bindingSocket()),
            new PortBinder(nsdb.topology(), host),
            AgentPages.of(agent.plane()));
    Shutdown shutdown =
        new Shutdown(
            Systemd::restartsAgent,
            agent,
            List.of(
                bindings::close,
                configuration::close,
                flowState::close,
                links::close,
                datapath::close),
            nsdb);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(shutdown));
    LOG.info("registered and forwarding");
    Systemd.ready();
    // All threads are daemons, so that a failed start ends the process. This wait keeps it running.
    new CountDownLatch(1).await();
  }

  /** A step of the start that may have to be repeated. */
  @FunctionalInterface
  private interface Step<T> {
    T take();
  }

  private static <T> T retryUntilDone(String what, Step<T> step) throws InterruptedException {
    String lastWarning = "";
    while (true) {
      try {
        return step.take();
      } catch (StorageUnavailableException | HostTakenException e) {
        if (!e.getMessage().equals(lastWarning)) {
          lastWarning = e.getMessage();
          LOG.warn("waiting for {}: {}", what, lastWarning);
          Systemd.status("waiting for " + what);
        }
        Thread.sleep(RETRY);
      }
    }
  }

  private static Datapath result(FutureTask<Datapath> opening) throws InterruptedException {
    try {
      return opening.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }

  private static void hostIdTaken() {
    LOG.error("another agent has taken over this host's id; this one ends");
    // Nothing is withdrawn, because all entries belong to the other agent now.
    Runtime.getRuntime().halt(1);
  }
}
