package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;

/**
 * A BGP neighbour of a router. The session runs through the router's port whose subnet contains
 * {@code address}.
 *
 * @param asNumber the neighbour's autonomous system, 1 to 4294967295
 * @param keepAlive seconds, or null for the configured default
 * @param holdTime seconds, or null for the configured default
 * @param connectRetry seconds, or null for the configured default
 * @param password TCP MD5 key (RFC 2385), or null; a secret
 */
@RecordBuilder
public record BgpPeer(
    UUID id,
    UUID routerId,
    long asNumber,
    Ip4 address,
    Integer keepAlive,
    Integer holdTime,
    Integer connectRetry,
    String password)
    implements TopologyObject, BgpPeerBuilder.With {

  /** Returns the peer without its password, so that no log has it. */
  @Override
  public String toString() {
    return "BGP peer "
        + id
        + ": "
        + address
        + " AS "
        + asNumber
        + " of router "
        + routerId
        + (password == null ? "" : ", with password");
  }
}
