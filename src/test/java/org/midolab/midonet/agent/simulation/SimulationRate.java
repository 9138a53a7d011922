package org.midolab.midonet.agent.simulation;

import static org.midolab.midonet.agent.simulation.FloatingIpLab.BGP1;
import static org.midolab.midonet.agent.simulation.FloatingIpLab.FIXED;
import static org.midolab.midonet.agent.simulation.FloatingIpLab.FLOATING;
import static org.midolab.midonet.agent.simulation.FloatingIpLab.INTERNET;
import static org.midolab.midonet.agent.simulation.FloatingIpLab.VM1;
import static org.midolab.midonet.agent.simulation.Lab.id;
import static org.midolab.midonet.agent.simulation.Lab.mac;

import java.util.function.IntFunction;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.TestFrames;

/**
 * Prints the number of packets on the floating IP path that one thread simulates per second, with
 * parsed keys and known neighbours.
 *
 * <p>{@code java -cp target/classes:target/test-classes:...
 * org.midolab.midonet.agent.simulation.SimulationRate}
 */
final class SimulationRate {

  private static final int PACKETS = 200_000;

  private SimulationRate() {}

  public static void main(String[] args) {
    Lab lab = FloatingIpLab.make();
    lab.neighbour("edge", FLOATING, mac("tenant-gw")).neighbour("tenant", FIXED, VM1);
    lab.neighbour("tenant", "192.0.2.1", mac("edge-ext"));
    for (int round = 0; round < 4; round++) {
      measure(
          lab,
          "in  by uplink",
          "up1",
          port -> TestFrames.tcp(BGP1, mac("up1"), INTERNET, FLOATING, port, 22));
      measure(
          lab,
          "out by ECMP",
          "vm1",
          port -> TestFrames.tcp(VM1, mac("tenant-net1"), FIXED, INTERNET, port, 80));
    }
  }

  private static void measure(Lab lab, String what, String port, IntFunction<byte[]> frame) {
    Ingress[] packets = new Ingress[1024];
    for (int i = 0; i < packets.length; i++) {
      byte[] bytes = frame.apply(1024 + i);
      packets[i] = Ingress.fromWire(id(port), FrameParser.parse(bytes, 1, 0), bytes);
    }
    int forwarded = 0;
    long start = System.nanoTime();
    for (int i = 0; i < PACKETS; i++) {
      if (lab.simulator.simulate(packets[i & 1023]) instanceof Result.Forward) {
        forwarded++;
      }
    }
    long nanos = System.nanoTime() - start;
    System.out.printf(
        "%s: %,d/s, %d of %d forwarded%n",
        what, PACKETS * 1_000_000_000L / nanos, forwarded, PACKETS);
  }
}
