package org.midolab.midonet.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.StorageUnavailableException;

/**
 * The layers of the configuration in ZooKeeper (docs: nsdb.md#configuration). Each layer is one
 * ZooKeeper node with HOCON text. A change reads the node and writes it back if its version is
 * still the same; else it starts again.
 *
 * <p>All methods block. They throw {@link StorageUnavailableException} when ZooKeeper does not
 * answer and {@link ConfigurationException} when a value is not allowed; then nothing was changed.
 */
public final class ConfigStore {

  /** Names of the templates that this version contains. */
  static final List<String> SHIPPED_TEMPLATES =
      List.of(
          "default",
          "agent-compute-medium",
          "agent-compute-large",
          "agent-gateway-medium",
          "agent-gateway-large");

  private static final String MAPPINGS = "template-mappings";

  private static final int ATTEMPTS = 10;

  private final Nsdb nsdb;
  private final Schema schema;
  private final String root;

  public ConfigStore(Nsdb nsdb, Schema schema) {
    this.nsdb = nsdb;
    this.schema = schema;
    this.root = root(nsdb);
  }

  static String root(Nsdb nsdb) {
    return nsdb.settings().rootKey() + "/config";
  }

  public Schema schema() {
    return schema;
  }

  /** Returns the effective configuration of a host, with references resolved. */
  public Config effective(UUID host) {
    return Hocon.resolve(layers(host));
  }

  /**
   * Returns the effective configuration with unresolved references, so that a stronger layer can be
   * added.
   */
  Config layers(UUID host) {
    Config weaker = withDefaults(Layer.DEFAULT);
    String assigned = mappings().get(host);
    if (assigned != null && !assigned.equals("default")) {
      weaker = read(new Layer.Template(assigned)).withFallback(weaker);
    }
    return read(new Layer.Node(host)).withFallback(weaker);
  }

  /**
   * Returns the effective configuration of a host that has this template and no values of its own,
   * with references resolved.
   */
  public Config effective(Layer.Template template) {
    return Hocon.resolve(withDefaults(template));
  }

  private Config withDefaults(Layer.Template template) {
    Config weaker =
        template.equals(Layer.DEFAULT) ? schema.defaults() : withDefaults(Layer.DEFAULT);
    return read(template).withFallback(weaker);
  }

  /**
   * Returns the values of one layer, without weaker layers. A shipped template that is not stored
   * yet has its shipped values.
   */
  public Config read(Layer layer) {
    return Hocon.parse(text(layer.path()).orElseGet(() -> shipped(layer)), layer.toString());
  }

  private static String shipped(Layer layer) {
    return layer instanceof Layer.Template(String name) && SHIPPED_TEMPLATES.contains(name)
        ? Schema.resource("templates/" + name + ".conf")
        : "";
  }

  /** Returns the values of one layer, with references resolved from weaker layers. */
  Config own(Layer layer) {
    return resolvedLike(read(layer), withDefaults(Layer.DEFAULT));
  }

  /**
   * Merges values into a layer.
   *
   * @param replace whether the layer's other values are removed
   * @return the keys that the schema does not contain; their values were not checked
   */
  public List<String> set(Layer layer, Config values, boolean replace) {
    Config weaker = schema.defaults();
    if (!layer.equals(Layer.DEFAULT)) {
      weaker = withDefaults(Layer.DEFAULT);
    }
    List<String> unknown = schema.check(resolvedLike(values, weaker));
    Config below = weaker;
    edit(
        layer.path(),
        shipped(layer),
        before -> {
          Config after = replace ? values : values.withFallback(before);
          Hocon.resolve(after.withFallback(below));
          return after;
        });
    return unknown;
  }

  /** Returns the same keys, with references resolved from weaker layers. */
  private static Config resolvedLike(Config values, Config weaker) {
    if (values.isResolved()) {
      return values;
    }
    Config resolved = Hocon.resolve(values.withFallback(weaker));
    Config own = ConfigFactory.empty();
    for (String path : paths("", values.root())) {
      if (resolved.hasPath(path)) {
        own = own.withValue(path, resolved.getValue(path));
      }
    }
    return own;
  }

  private static List<String> paths(String prefix, Map<String, ?> values) {
    return values.entrySet().stream()
        .flatMap(
            entry -> {
              String path = prefix + ConfigUtil.quoteString(entry.getKey());
              return entry.getValue() instanceof Map<?, ?> group && !group.isEmpty()
                  ? paths(path + ".", keyed(group)).stream()
                  : Stream.of(path);
            })
        .toList();
  }

  private static Map<String, ?> keyed(Map<?, ?> map) {
    return map.entrySet().stream()
        .collect(Collectors.toMap(entry -> entry.getKey().toString(), Map.Entry::getValue));
  }

  /**
   * Removes a key, or a group of keys, from a layer.
   *
   * @return whether the layer contained it
   */
  public boolean unset(Layer layer, String path) {
    if (!Hocon.has(read(layer), path)) {
      return false;
    }
    edit(layer.path(), shipped(layer), before -> before.withoutPath(path));
    return true;
  }

  /** Returns the names of all templates, sorted. */
  public List<String> templates() {
    Set<String> names = new TreeSet<>(SHIPPED_TEMPLATES);
    names.addAll(children("templates"));
    return List.copyOf(names);
  }

  /** Returns the assigned template by host id; hosts without one are left out. */
  public Map<UUID, String> mappings() {
    Config mappings = Hocon.parse(text(MAPPINGS).orElse(""), MAPPINGS);
    Map<UUID, String> byHost = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    mappings
        .entrySet()
        .forEach(
            entry ->
                byHost.put(
                    UUID.fromString(Hocon.path(entry.getKey())),
                    entry.getValue().unwrapped().toString()));
    return byHost;
  }

  /**
   * Assigns a template to a host.
   *
   * @throws ConfigurationException when the template does not exist
   */
  public void assign(UUID host, String template) {
    if (!templates().contains(template)) {
      throw new ConfigurationException(
          "there is no template '" + template + "'; there are " + String.join(", ", templates()));
    }
    edit(
        MAPPINGS,
        "",
        before ->
            before.withValue(
                ConfigUtil.quoteString(host.toString()), ConfigValueFactory.fromAnyRef(template)));
  }

  /** Removes the template of a host; then only "default" applies. */
  public void unassign(UUID host) {
    edit(MAPPINGS, "", before -> before.withoutPath(ConfigUtil.quoteString(host.toString())));
  }

  /** Returns the ids of the hosts that have values or an assigned template. */
  public Set<UUID> hosts() {
    Set<UUID> hosts = new TreeSet<>((a, b) -> a.toString().compareTo(b.toString()));
    hosts.addAll(mappings().keySet());
    children("nodes").forEach(name -> hosts.add(UUID.fromString(name)));
    return hosts;
  }

  /**
   * Writes the shipped schema and templates to ZooKeeper: the schema if it is newer than the stored
   * one, templates if they are absent. Every daemon does this when it starts.
   *
   * @return what was written, such as {@code schema agent}
   */
  public List<String> publish() {
    List<String> published = new ArrayList<>();
    for (String part : Schema.PARTS) {
      String ours = Schema.resource(part + ".conf");
      String key = part + ".schemaVersion";
      Optional<Integer> stored =
          text("schemas/" + part)
              .map(text -> Hocon.parse(text, "schema " + part))
              .filter(config -> config.hasPath(key))
              .map(config -> config.getInt(key));
      if (stored.isEmpty() || stored.get() < Hocon.parse(ours, part).getInt(key)) {
        put("schemas/" + part, ours);
        published.add("schema " + part);
      }
    }
    List<String> present = children("templates");
    for (String name : SHIPPED_TEMPLATES) {
      if (!present.contains(name)) {
        create("templates/" + name, Schema.resource("templates/" + name + ".conf"));
        published.add("template " + name);
      }
    }
    return published;
  }

  private Optional<String> text(String path) {
    return call(
        () -> {
          try {
            return Optional.of(
                new String(client().getData().forPath(root + "/" + path), StandardCharsets.UTF_8));
          } catch (KeeperException.NoNodeException e) {
            return Optional.empty();
          }
        });
  }

  private List<String> children(String path) {
    return call(
        () -> {
          try {
            return client().getChildren().forPath(root + "/" + path);
          } catch (KeeperException.NoNodeException e) {
            return List.of();
          }
        });
  }

  private void put(String path, String text) {
    if (!create(path, text)) {
      call(
          () ->
              client().setData().forPath(root + "/" + path, text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** Creates a node. Returns false when it exists already. */
  private boolean create(String path, String text) {
    return call(
        () -> {
          try {
            client()
                .create()
                .creatingParentsIfNeeded()
                .forPath(root + "/" + path, text.getBytes(StandardCharsets.UTF_8));
            return true;
          } catch (KeeperException.NodeExistsException e) {
            return false;
          }
        });
  }

  private void edit(String path, String initially, UnaryOperator<Config> change) {
    call(
        () -> {
          for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (tryEdit(path, initially, change)) {
              return true;
            }
          }
          throw new ConfigurationException(
              "other clients kept changing "
                  + path
                  + " at the same time; nothing was changed, try again");
        });
  }

  private boolean tryEdit(String path, String initially, UnaryOperator<Config> change)
      throws Exception {
    Stat stat = new Stat();
    byte[] data;
    try {
      data = client().getData().storingStatIn(stat).forPath(root + "/" + path);
    } catch (KeeperException.NoNodeException e) {
      return create(path, Hocon.render(change.apply(Hocon.parse(initially, path))));
    }
    String after =
        Hocon.render(change.apply(Hocon.parse(new String(data, StandardCharsets.UTF_8), path)));
    try {
      client()
          .setData()
          .withVersion(stat.getVersion())
          .forPath(root + "/" + path, after.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (KeeperException.BadVersionException | KeeperException.NoNodeException e) {
      return false;
    }
  }

  private CuratorFramework client() {
    return nsdb.client(Session.NORMAL);
  }

  private interface Call<T> {
    T run() throws Exception;
  }

  private <T> T call(Call<T> call) {
    try {
      return call.run();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new StorageUnavailableException(
          "ZooKeeper at " + nsdb.settings().hosts() + " does not answer (" + e.getMessage() + ")",
          e);
    }
  }
}
