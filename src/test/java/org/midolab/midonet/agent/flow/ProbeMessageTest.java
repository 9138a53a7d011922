package org.midolab.midonet.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.midolab.midonet.agent.simulation.Endpoint;
import org.midolab.midonet.agent.simulation.ProbeKey;
import org.midolab.midonet.model.Ip4;

class ProbeMessageTest {

  @ParameterizedTest
  @EnumSource
  void aMessageIsReadAsItWasWritten(ProbeMessage.Kind kind) {
    ProbeKey key =
        new ProbeKey(
            new UUID(1, 2),
            new Endpoint(Ip4.parse("192.168.1.10"), 8080),
            new Endpoint(Ip4.parse("192.168.1.1"), 60_000));
    ProbeMessage message = new ProbeMessage(kind, key, new UUID(3, 4), 0x87654321);
    byte[] frame = message.toFrame();
    assertThat(ProbeMessage.parse(frame)).contains(message);
    assertThat(NatMessage.parse(frame)).isEmpty();
    assertThat(ConnectionMessage.parse(frame)).isEmpty();
    frame[43] = 9;
    assertThat(ProbeMessage.parse(frame)).isEmpty();
    frame[42] = 2;
    assertThat(ProbeMessage.parse(frame)).isEmpty();
  }
}
