package org.midolab.midonet.agent.flow;

import org.midolab.midonet.agent.simulation.ConnectionKey;
import org.midolab.midonet.agent.simulation.Endpoint;
import org.midolab.midonet.agent.simulation.NatKey;
import org.midolab.midonet.agent.simulation.Translation;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.nsdb.FlowState;
import org.midolab.midonet.nsdb.FlowState.Translation.Type;

/** Converts flow state to and from the form in which it is stored. */
final class StoredForm {

  private StoredForm() {}

  static FlowState.Connection of(ConnectionKey key) {
    return new FlowState.Connection(
        new FlowState.Tuple(
            key.protocol(),
            key.source(),
            key.sourcePort(),
            key.destination(),
            key.destinationPort(),
            key.deviceId()));
  }

  static ConnectionKey key(FlowState.Connection connection) {
    FlowState.Tuple packets = connection.packets();
    return new ConnectionKey(
        packets.protocol(),
        packets.source(),
        packets.sourcePort(),
        packets.destination(),
        packets.destinationPort(),
        packets.deviceId());
  }

  static FlowState.Translation of(Translation translation) {
    NatKey key = translation.key();
    return new FlowState.Translation(
        key.kind() == NatKey.Kind.SNAT ? Type.SOURCE : Type.DESTINATION,
        new FlowState.Tuple(
            key.protocol(),
            key.source(),
            key.sourcePort(),
            key.destination(),
            key.destinationPort(),
            key.deviceId()),
        translation.to().address(),
        translation.to().port());
  }

  /** Returns a translation, which is always of IPv4. */
  static Translation translation(FlowState.Translation translation) {
    FlowState.Tuple packets = translation.packets();
    NatKey key =
        new NatKey(
            translation.type() == Type.SOURCE ? NatKey.Kind.SNAT : NatKey.Kind.DNAT,
            packets.protocol(),
            (Ip4) packets.source(),
            packets.sourcePort(),
            (Ip4) packets.destination(),
            packets.destinationPort(),
            packets.deviceId());
    return new Translation(key, new Endpoint(translation.address(), translation.port()));
  }
}
