package org.midolab.midonet.agent.simulation;

import java.util.Objects;
import java.util.UUID;
import org.midolab.midonet.packet.FlowKey;

/**
 * A frame that enters the virtual topology.
 *
 * @param portId the exterior port that it belongs to
 * @param source whether it came in by the port or out of the port's BGP namespace
 * @param key the frame's fields, or null to have the simulation parse them from the frame
 * @param frame the bytes from the Ethernet header on; not written to
 */
public record Ingress(UUID portId, Source source, FlowKey key, byte[] frame) {

  public Ingress {
    Objects.requireNonNull(portId, "portId");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(frame, "frame");
  }

  /** A frame that came in by the interface that the port is bound to. */
  public static Ingress fromWire(UUID portId, FlowKey key, byte[] frame) {
    return new Ingress(portId, Source.WIRE, key, frame);
  }

  /** A frame that the BGP daemon of an uplink port sent. */
  public static Ingress fromBgpNamespace(UUID portId, FlowKey key, byte[] frame) {
    return new Ingress(portId, Source.BGP_NAMESPACE, key, frame);
  }

  /** Which side of an uplink port a frame came from. */
  public enum Source {
    WIRE,
    BGP_NAMESPACE
  }
}
