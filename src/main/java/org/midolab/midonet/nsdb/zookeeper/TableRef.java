package org.midolab.midonet.nsdb.zookeeper;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.TopologyObject;

/**
 * The identity of a replicated table (docs: nsdb.md#replicated-tables).
 *
 * @param type the class of the device, {@code Network} or {@code Router}
 * @param device id of the device
 * @param table name of the table
 * @param argument VLAN of a MAC table, else null
 */
public record TableRef(
    Class<? extends TopologyObject> type, UUID device, String table, @Nullable String argument) {

  private static final String MAC = "mac_table";
  private static final String IP4_MAC = "ip4_mac_table";
  private static final String ARP = "arp_table";

  /**
   * Returns a network's MAC table.
   *
   * @param vlan 1 to 4095, or 0 for untagged frames
   * @throws IllegalArgumentException if the VLAN is out of range
   */
  public static TableRef mac(UUID network, int vlan) {
    // 4095 is reserved (IEEE 802.1Q), but guests may send it, and a bridge forwards it.
    if (vlan < 0 || vlan > 4095) {
      throw new IllegalArgumentException(
          "a VLAN is 1 to 4095, or 0 for untagged frames; got " + vlan);
    }
    return new TableRef(Network.class, network, MAC, String.valueOf(vlan));
  }

  public static TableRef ip4Mac(UUID network) {
    return new TableRef(Network.class, network, IP4_MAC, null);
  }

  public static TableRef arp(UUID router) {
    return new TableRef(Router.class, router, ARP, null);
  }

  /** Returns the directories that are created and deleted with a device, outermost first. */
  public static List<String> directories(
      Paths paths, Class<? extends TopologyObject> type, UUID device) {
    String home = paths.tables(type, device);
    if (type == Network.class) {
      return List.of(home, home + "/" + MAC, home + "/" + MAC + "/0", home + "/" + IP4_MAC);
    }
    return type == Router.class ? List.of(home, home + "/" + ARP) : List.of();
  }

  public static String macTables(Paths paths, UUID network) {
    return paths.tables(Network.class, network) + "/" + MAC;
  }

  /**
   * Returns the lane of an entry, by which the writes of learned entries are rate-limited. In a MAC
   * table each port is a lane; each other table is one lane.
   *
   * @param value value of the entry; a port id in a MAC table
   */
  public Object lane(String value) {
    return table.equals(MAC) ? List.of(this, value) : this;
  }

  public String path(Paths paths) {
    String path = paths.tables(type, device) + "/" + table;
    return argument == null ? path : path + "/" + argument;
  }

  /**
   * The parsed name of an entry's node: {@code key,value,version}, with a version of ten digits.
   */
  public record Entry(String key, String value, int version) {

    /** Version of persistent entries; higher than that of any learned entry. */
    static final int PERSISTENT = Integer.MAX_VALUE;

    public static Entry persistent(String key, String value) {
      return new Entry(key, value, PERSISTENT);
    }

    /**
     * Parses the name of a node. Returns empty for a name that does not have that form; such nodes
     * are ignored.
     */
    public static Optional<Entry> parse(String name) {
      int first = name.indexOf(',');
      int last = name.lastIndexOf(',');
      if (first < 0 || last == first || !name.substring(last + 1).matches("[0-9]{1,10}")) {
        return Optional.empty();
      }
      long version = Long.parseLong(name.substring(last + 1));
      return version > Integer.MAX_VALUE
          ? Optional.empty()
          : Optional.of(
              new Entry(name.substring(0, first), name.substring(first + 1, last), (int) version));
    }

    public boolean isPersistent() {
      return version == PERSISTENT;
    }

    /** Returns the name of a sequential node without the version, which ZooKeeper adds. */
    public static String prefix(String key, String value) {
      return key + "," + value + ",";
    }

    /** Returns the effective entry of each key: the one with the highest version. */
    public static Map<String, Entry> winners(Iterable<Entry> entries) {
      Map<String, Entry> winners = new HashMap<>();
      for (Entry entry : entries) {
        winners.merge(entry.key(), entry, (a, b) -> ORDER.compare(a, b) >= 0 ? a : b);
      }
      return winners;
    }

    /**
     * Only persistent entries can have equal versions. Then the value decides, so that all hosts
     * agree.
     */
    private static final Comparator<Entry> ORDER =
        Comparator.comparingInt(Entry::version).thenComparing(Entry::value);

    @Override
    public String toString() {
      return "%s,%s,%010d".formatted(key, value, version);
    }
  }
}
