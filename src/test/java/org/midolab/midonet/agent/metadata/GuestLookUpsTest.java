package org.midolab.midonet.agent.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.agent.flow.LocalPorts;
import org.midolab.midonet.agent.flow.MetadataGuests;
import org.midolab.midonet.agent.metadata.Instances.Instance;
import org.midolab.midonet.agent.simulation.FlowTag;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.nsdb.StorageUnavailableException;

class GuestLookUpsTest {

  private static final UUID PORT = new UUID(1, 1);

  private final LocalPorts local = new LocalPorts();
  private final Set<FlowTag> invalidated = new HashSet<>();
  private final List<UUID> lookedUp = new ArrayList<>();
  private Ip4 address = Ip4.parse("10.0.0.5");
  private boolean available = true;
  private long now;
  private final GuestLookUps lookUps =
      new GuestLookUps(
          local, this::instance, new MetadataGuests(local, invalidated::addAll), () -> now);

  private Optional<Instance> instance(UUID port) {
    lookedUp.add(port);
    if (!available) {
      throw new StorageUnavailableException("gone", null);
    }
    return Optional.of(new Instance("vm", "red", Mac.parse("fa:16:3e:00:00:01"), address));
  }

  private void runTimes(int times) {
    for (int i = 0; i < times; i++) {
      lookUps.run();
    }
  }

  @Test
  void aPortIsLookedUpOnceItIsBound() {
    runTimes(2);
    assertThat(lookedUp).isEmpty();
    local.bind(PORT, "tap", 3, true);
    runTimes(5);
    assertThat(lookedUp).containsExactly(PORT);
    assertThat(invalidated).containsExactly(new FlowTag.Device(PORT));
    local.unbind(PORT);
    invalidated.clear();
    lookUps.run();
    assertThat(invalidated).as("the guest is forgotten").containsExactly(new FlowTag.Device(PORT));
  }

  @Test
  void otherSendersCauseOneLookUpASecond() {
    local.bind(PORT, "tap", 3, true);
    lookUps.run();
    lookedUp.clear();
    for (int i = 0; i < 100; i++) {
      lookUps.seek(PORT);
      lookUps.run();
    }
    assertThat(lookedUp).isEmpty();
    now += GuestLookUps.INTERVAL_NANOS;
    invalidated.clear();
    runTimes(5);
    assertThat(lookedUp).containsExactly(PORT);
    assertThat(invalidated).as("nothing has changed").isEmpty();
    address = Ip4.parse("10.0.0.6");
    now += GuestLookUps.INTERVAL_NANOS;
    lookUps.seek(PORT);
    lookUps.run();
    assertThat(invalidated).containsExactly(new FlowTag.Device(PORT));
  }

  @Test
  void aLookUpThatFailedIsRepeated() {
    local.bind(PORT, "tap", 3, true);
    available = false;
    assertThatThrownBy(lookUps::run).isInstanceOf(StorageUnavailableException.class);
    available = true;
    runTimes(2);
    assertThat(lookedUp).hasSize(2);
  }

  @Test
  void aLaterLookUpThatFailedIsRepeated() {
    local.bind(PORT, "tap", 3, true);
    lookUps.run();
    lookUps.seek(PORT);
    now += GuestLookUps.INTERVAL_NANOS;
    available = false;
    assertThatThrownBy(lookUps::run).isInstanceOf(StorageUnavailableException.class);
    available = true;
    lookUps.run();
    assertThat(lookedUp).hasSize(3);
  }
}
