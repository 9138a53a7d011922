package org.midolab.midonet.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.midolab.midonet.conf.Bootstrap;
import org.midolab.midonet.conf.ConfigurationException;
import org.midolab.midonet.conf.HostId;
import org.midolab.midonet.conf.LiveConfiguration;
import org.midolab.midonet.conf.LogLevels;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.StorageUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon {@code midonet-cluster.service}. It finds ZooKeeper's address in {@code
 * /etc/midonet/midonet.conf}, waits for ZooKeeper, reads the configuration there, and serves the
 * API until it is stopped. It notifies systemd when the API is ready.
 *
 * <p>Exit codes: 0 stopped; 2 invalid configuration; 3 any other failure, for example the port is
 * in use.
 */
public final class MidonetCluster {

  private static final Logger LOG = LoggerFactory.getLogger(MidonetCluster.class);

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final CountDownLatch stopRequested = new CountDownLatch(1);

  private MidonetCluster() {}

  public static void main(String[] args) {
    MidonetCluster daemon = new MidonetCluster();
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> daemon.end(ended), "shutdown"));
    int status;
    try {
      daemon.run();
      status = 0;
    } catch (ConfigurationException | IllegalArgumentException e) {
      LOG.error("{}; see mn-conf(1) and {}", e.getMessage(), Bootstrap.CLUSTER_FILE);
      status = 2;
    } catch (RuntimeException e) {
      LOG.error("the cluster failed", e);
      status = 3;
    }
    ended.countDown();
    if (status != 0) {
      System.exit(status);
    }
  }

  private void end(CountDownLatch ended) {
    stopRequested.countDown();
    try {
      ended.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    UUID host = HostId.findOrCreate();
    Bootstrap bootstrap = Bootstrap.find();
    LOG.info("ZooKeeper's address is {}, from {}", bootstrap.hosts(), bootstrap.source());
    while (stopRequested.getCount() > 0) {
      try (Nsdb nsdb = bootstrap.connect(host, Optional.empty());
          LiveConfiguration configuration = LiveConfiguration.open(nsdb, host, Optional.empty())) {
        serve(nsdb, configuration);
        return;
      } catch (StorageUnavailableException e) {
        LOG.warn("ZooKeeper does not answer yet: {}", e.getMessage());
        pause(RETRY);
      }
    }
  }

  private void serve(Nsdb nsdb, LiveConfiguration configuration) {
    LogLevels.follow(configuration, "cluster.loggers");
    ClusterSettings settings = ClusterSettings.from(configuration);
    configuration.onChange(
        keys -> {
          if (!ClusterSettings.from(configuration).equals(settings)) {
            LOG.warn(
                "these settings were changed and take effect when the cluster is restarted: {}",
                keys);
          }
        });
    try (Cluster cluster = Cluster.start(nsdb, settings)) {
      LOG.info("serving {}; {}", cluster.uri(), cluster.access());
      notifySystemd();
      stopRequested.await();
      LOG.info("stopping");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reports readiness to systemd. Does nothing if systemd did not start this process. */
  private static void notifySystemd() {
    if (System.getenv("NOTIFY_SOCKET") == null) {
      return;
    }
    try {
      new ProcessBuilder("systemd-notify", "--ready").inheritIO().start().waitFor();
    } catch (IOException e) {
      LOG.warn("systemd was not notified that the cluster is ready: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pause(Duration time) {
    try {
      boolean stopping = stopRequested.await(time.toMillis(), TimeUnit.MILLISECONDS);
      if (stopping) {
        LOG.info("stopping before ZooKeeper answered");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
