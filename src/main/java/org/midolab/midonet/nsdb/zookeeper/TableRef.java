package org.midolab.midonet.nsdb.zookeeper;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.TopologyObject;

/**
 * Which replicated table of which device (docs: nsdb.md#replicated-tables).
 *
 * @param argument a MAC table's VLAN, else null
 */
public record TableRef(
    Class<? extends TopologyObject> type, UUID device, String table, String argument) {

  private static final String MAC = "mac_table";
  private static final String IP4_MAC = "ip4_mac_table";
  private static final String ARP = "arp_table";

  public static TableRef mac(UUID network, int vlan) {
    // 4095 is reserved (IEEE 802.1Q), but guests may send it, and a bridge carries what they send.
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

  /** The directories that are made and deleted with a device, outermost first. */
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
   * What shares one allowance of learned entries: a MAC table's stations by their port, each other
   * table as a whole.
   */
  public Object lane(String value) {
    return table.equals(MAC) ? List.of(this, value) : this;
  }

  public String path(Paths paths) {
    String path = paths.tables(type, device) + "/" + table;
    return argument == null ? path : path + "/" + argument;
  }

  /** The name of an entry's node: {@code key,value,version}; the version has ten digits. */
  public record Entry(String key, String value, int version) {

    /** The version of entries that live until they are removed; higher than any learned one's. */
    static final int PERSISTENT = Integer.MAX_VALUE;

    public static Entry persistent(String key, String value) {
      return new Entry(key, value, PERSISTENT);
    }

    /** Reads a node's name; empty for what is none, which is skipped. */
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

    /** What a sequential node's path ends with before ZooKeeper adds the version. */
    public static String prefix(String key, String value) {
      return key + "," + value + ",";
    }

    /** The entry that counts for each key: that of the highest version. */
    public static Map<String, Entry> winners(Iterable<Entry> entries) {
      Map<String, Entry> winners = new HashMap<>();
      for (Entry entry : entries) {
        winners.merge(entry.key(), entry, (a, b) -> ORDER.compare(a, b) >= 0 ? a : b);
      }
      return winners;
    }

    /**
     * Equal versions happen only among persistent entries of old; then the value decides,
     * everywhere alike.
     */
    private static final Comparator<Entry> ORDER =
        Comparator.comparingInt(Entry::version).thenComparing(Entry::value);

    @Override
    public String toString() {
      return "%s,%s,%010d".formatted(key, value, version);
    }
  }
}
