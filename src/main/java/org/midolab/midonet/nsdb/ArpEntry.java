package org.midolab.midonet.nsdb;

import org.jspecify.annotations.Nullable;
import org.midolab.midonet.model.Mac;

/**
 * An entry of a router's ARP table, stored as {@code mac;expiry;stale;lastArp} (docs:
 * nsdb.md#replicated-tables).
 *
 * @param mac the resolved MAC, or null while ARP requests for the address are not answered yet
 * @param expiry time from which the entry is not used, in milliseconds since 1970
 * @param stale time from which ARP requests are sent again, in milliseconds since 1970
 * @param lastArp time of the last ARP request, in milliseconds since 1970
 */
public record ArpEntry(@Nullable Mac mac, long expiry, long stale, long lastArp) {

  /**
   * Parses the stored form of an entry.
   *
   * @throws IllegalArgumentException if the text does not have that form
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

  /** Returns the stored form, {@code mac;expiry;stale;lastArp}. */
  @Override
  public String toString() {
    return mac + ";" + expiry + ";" + stale + ";" + lastArp;
  }
}
