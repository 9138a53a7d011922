package org.midolab.midonet.agent.simulation;

import java.util.Objects;
import java.util.UUID;
import org.midolab.midonet.packet.FlowKey;

/**
 * A frame that enters the virtual topology.
 *
 * @param portId the exterior port by which it enters
 * @param source whether it came from the port's interface or from its BGP namespace
 * @param key the frame's fields; null if the simulation shall parse them from the frame
 * @param frame the bytes from the Ethernet header on; the simulation does not change them
 */
public record Ingress(UUID portId, Source source, FlowKey key, byte[] frame) {

  public Ingress {
    Objects.requireNonNull(portId, "portId");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(frame, "frame");
  }

  /** Returns a frame from the interface that the port is bound to. */
  public static Ingress fromWire(UUID portId, FlowKey key, byte[] frame) {
    return new Ingress(portId, Source.WIRE, key, frame);
  }

  /** Returns a frame from the BGP daemon of an uplink port. */
  public static Ingress fromBgpNamespace(UUID portId, FlowKey key, byte[] frame) {
    return new Ingress(portId, Source.BGP_NAMESPACE, key, frame);
  }

  /** Returns a frame from the metadata proxy to the instance of a port. */
  public static Ingress fromMetadataProxy(UUID portId, FlowKey key, byte[] frame) {
    return new Ingress(portId, Source.METADATA_PROXY, key, frame);
  }

  /** Where a frame at a port came from. Only uplink ports have a BGP namespace. */
  public enum Source {
    WIRE,
    BGP_NAMESPACE,
    METADATA_PROXY
  }
}
