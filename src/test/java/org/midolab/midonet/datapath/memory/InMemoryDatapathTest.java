package org.midolab.midonet.datapath.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.DatapathContract;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.datapath.FlowAction.Encapsulation;
import org.midolab.midonet.datapath.Frames;
import org.midolab.midonet.packet.DropReason;

class InMemoryDatapathTest extends DatapathContract {

  @Test
  void attachesAnyNumberOfInterfacesOneAfterAnother() {
    int last = 0;
    for (int i = 0; i < 100_000; i++) {
      String name = "tap" + i;
      ((InMemoryDatapath) datapath).plug(name);
      int number = datapath.attach(name);
      assertThat(number).isBetween(1, Datapath.TUNNEL_PORT - 1).isNotIn(last, p1, p2, p3);
      last = number;
      datapath.detach(name);
    }
    assertThat(datapath.ports()).containsOnlyKeys("p1", "p2", "p3");
  }

  @Test
  void refusesOnePortTooManyAndKeepsTheOthers() {
    for (int i = 3; i < Datapath.MAX_PORTS; i++) {
      ((InMemoryDatapath) datapath).plug("tap" + i);
      datapath.attach("tap" + i);
    }
    ((InMemoryDatapath) datapath).plug("more");
    assertThatThrownBy(() -> datapath.attach("more"))
        .isInstanceOf(DatapathException.class)
        .hasMessageContaining("4096 ports");
    assertThat(datapath.ports()).hasSize(Datapath.MAX_PORTS).containsEntry("p1", p1);
    datapath.detach("tap77");
    assertThat(datapath.attach("more")).isPositive();
  }

  @Test
  void acceptsFramesOfPeersOnlyAndFragmentsLongFrames() {
    InMemoryDatapath memory = (InMemoryDatapath) datapath;
    List<byte[]> tunnelled = new ArrayList<>();
    memory.onTunnelled((tunnel, frame) -> tunnelled.add(frame));
    memory.tunnels(Set.of(), Set.of(Frames.IP_A));
    byte[] frame = Frames.udp(1, 2, "x".repeat(100));
    memory.receiveTunnelled(Frames.IP_B, 7, frame);
    assertThat(memory.drops())
        .isEqualTo(Map.of(Datapath.TUNNEL_PORT, Map.of(DropReason.UNKNOWN_PEER, 1L)));

    memory.tunnelRoom(100);
    memory.execute(
        frame, p1, List.of(new FlowAction.Tunnel(Encapsulation.GRE, 7, Frames.IP_A, Frames.IP_B)));
    assertThat(tunnelled).hasSize(2).allMatch(part -> part.length <= 100);
  }

  @Override
  protected Wires wires() {
    return new Wires() {
      private final Map<String, Queue<byte[]>> sent = new HashMap<>();
      private final InMemoryDatapath datapath = new InMemoryDatapath();

      {
        datapath.onSent((name, frame) -> queue(name).add(frame));
      }

      private Queue<byte[]> queue(String name) {
        return sent.computeIfAbsent(name, n -> new ArrayDeque<>());
      }

      @Override
      public Datapath datapath() {
        return datapath;
      }

      @Override
      public void plug(String name) {
        datapath.plug(name);
      }

      @Override
      public void unplug(String name) {
        datapath.unplug(name);
      }

      @Override
      public void mtu(String name, int bytes) {
        datapath.mtu(name, bytes);
      }

      @Override
      public void arrive(String name, byte[] frame) {
        datapath.receive(name, frame);
      }

      @Override
      public byte[] leave(String name) {
        return queue(name).poll();
      }

      @Override
      public boolean silent(String name) {
        return queue(name).isEmpty();
      }

      @Override
      public void close() {
        datapath.destroy();
      }
    };
  }
}
