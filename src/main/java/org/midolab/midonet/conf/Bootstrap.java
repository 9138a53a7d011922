package org.midolab.midonet.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.NsdbSettings;
import org.midolab.midonet.nsdb.connection.ZkNsdb;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a process finds ZooKeeper before it can read its configuration there: the environment ({@code
 * MIDO_ZOOKEEPER_HOSTS}, {@code MIDO_ZOOKEEPER_ROOT_KEY}), then {@code ~/.midonetrc}, {@code
 * /etc/midonet/midonet.conf}, {@code /etc/midolman/midolman.conf}, each its section {@code
 * [zookeeper]}; the first that names hosts decides for hosts, and the first that names a root key
 * for that.
 *
 * @param source what named the hosts, for messages
 */
public record Bootstrap(String hosts, String rootKey, String source) {

  public static final Path CLUSTER_FILE = Path.of("/etc/midonet/midonet.conf");
  public static final Path AGENT_FILE = Path.of("/etc/midolman/midolman.conf");

  private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);

  /**
   * Whatever else it is told, ZooKeeper's client reads nothing larger than this out of a packet.
   */
  private static final String LARGEST_PIECE = "jute.maxbuffer";

  private static final String DEFAULT_HOSTS = "127.0.0.1:2181";
  private static final String DEFAULT_ROOT_KEY = "/midonet";

  /** Of this process. */
  public static Bootstrap find() {
    return find(
        System.getenv(),
        List.of(Path.of(System.getProperty("user.home"), ".midonetrc"), CLUSTER_FILE, AGENT_FILE));
  }

  static Bootstrap find(Map<String, String> environment, List<Path> files) {
    String hosts = environment.getOrDefault("MIDO_ZOOKEEPER_HOSTS", "");
    String rootKey = environment.getOrDefault("MIDO_ZOOKEEPER_ROOT_KEY", "");
    String source = hosts.isBlank() ? "" : "the environment's MIDO_ZOOKEEPER_HOSTS";
    for (Path file : files) {
      if (!hosts.isBlank() && !rootKey.isBlank()) {
        break;
      }
      IniFile ini = IniFile.read(file);
      if (hosts.isBlank()) {
        hosts = ini.get("zookeeper", "zookeeper_hosts").orElse("");
        source = hosts.isBlank() ? "" : file.toString();
      }
      if (rootKey.isBlank()) {
        Map<String, String> keys = ini.asKeys();
        rootKey = keys.getOrDefault("zookeeper.root_key", "");
      }
    }
    return new Bootstrap(
        hosts.isBlank() ? DEFAULT_HOSTS : hosts.replaceAll("\\s", ""),
        rootKey.isBlank() ? DEFAULT_ROOT_KEY : rootKey,
        hosts.isBlank() ? "the default, since nothing names another" : source);
  }

  /** With MidoNet's default patience. */
  public NsdbSettings settings() {
    return NsdbSettings.of(hosts).withRootKey(rootKey);
  }

  /**
   * Connects the way that the configuration says, which is read over a first connection. The
   * addresses are the configuration's if a layer above the schema sets them, else the ones found
   * here.
   *
   * @param legacy the daemon's own ini file, stronger than all (the agent's), or none
   * @throws org.midolab.midonet.nsdb.StorageUnavailableException when ZooKeeper is away
   */
  public Nsdb connect(UUID host, Optional<IniFile> legacy) {
    try (Nsdb first = ZkNsdb.connect(settings())) {
      Schema schema = Schema.shipped();
      Config config =
          Hocon.resolve(
              legacy(legacy, schema, LOG::debug)
                  .withFallback(new ConfigStore(first, schema).layers(host)));
      String configured = config.getString("zookeeper.zookeeper_hosts");
      int bufferSize = Math.toIntExact(config.getBytes("zookeeper.buffer_size"));
      int piece = Integer.getInteger(LARGEST_PIECE, 0xfffff);
      if (bufferSize > piece) {
        LOG.warn(
            "zookeeper.buffer_size is {}, and this JVM takes {} in one piece; give it -D{}={}",
            bufferSize,
            piece,
            LARGEST_PIECE,
            bufferSize);
      }
      return ZkNsdb.connect(
          settings()
              .withHosts(
                  configured.equals(DEFAULT_HOSTS) ? hosts : configured.replaceAll("\\s", ""))
              .withSessionTimeout(config.getDuration("zookeeper.session_timeout"))
              .withFailFastSessionTimeout(config.getDuration("zookeeper.failfast_session_timeout"))
              .withBufferSize(bufferSize)
              .withTransactionAttempts(config.getInt("zookeeper.transaction_attempts")));
    }
  }

  /**
   * The values of a daemon's own file. One that is not allowed is left out, so that weaker layers
   * hold for it: a daemon does not stay away for the sake of an old line.
   *
   * @param refused is told what is left out, and why
   */
  static Config legacy(Optional<IniFile> file, Schema schema, Consumer<String> refused) {
    Config values = ConfigFactory.empty();
    if (file.isPresent()) {
      for (Map.Entry<String, String> entry : file.get().asKeys().entrySet()) {
        Config value =
            ConfigFactory.empty()
                .withValue(entry.getKey(), ConfigValueFactory.fromAnyRef(entry.getValue()));
        try {
          schema.check(value);
          values = values.withFallback(value);
        } catch (ConfigurationException e) {
          refused.accept(
              file.get().path() + ": " + e.getMessage() + "; the weaker layers' value is used");
        }
      }
    }
    return values;
  }

  /** A short-lived client's settings: one that gives up on a dead server soon, to try the next. */
  NsdbSettings hasty() {
    return settings()
        .withSessionTimeout(Duration.ofSeconds(6))
        .withOperationTimeout(Duration.ofSeconds(6));
  }
}
