package org.midolab.midonet.nsdb;

import org.midolab.midonet.model.Mac;

/**
 * A line of a router's ARP table; stored as {@code mac;expiry;stale;lastArp} (docs:
 * nsdb.md#replicated-tables).
 *
 * @param mac null while the address is being asked for
 * @param expiry when the entry is no longer used, in milliseconds since 1970
 * @param stale from when on it is asked for again, in milliseconds since 1970
 * @param lastArp when it was last asked for, in milliseconds since 1970
 */
public record ArpEntry(Mac mac, long expiry, long stale, long lastArp) {

  /**
   * Reads an entry as it is stored.
   *
   * @throws IllegalArgumentException when the text has another form
   */
  public static ArpEntry parse(String text) {
    String[] parts = text.split(";");
    if (parts.length != 4) {
      throw new IllegalArgumentException(
          "'" + text + "' is not an ARP entry; expected mac;expiry;stale;lastArp");
    }
    return new ArpEntry(
        parts[0].equals("null") ? null : Mac.parse(parts[0]),
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]),
        Long.parseLong(parts[3]));
  }

  /** As stored. */
  @Override
  public String toString() {
    return mac + ";" + expiry + ";" + stale + ";" + lastArp;
  }
}
