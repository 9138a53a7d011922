package org.midolab.midonet.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.datapath.DropReason;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.FrameRewriter;

/**
 * A datapath whose interfaces are queues and whose tunnels lead to the other datapaths of the same
 * underlay.
 */
final class WireDatapath implements Datapath {

  /** What joins the hosts of a test. */
  static final class Underlay {
    private final Map<Ip4, WireDatapath> hosts = new ConcurrentHashMap<>();
    final Set<FlowAction.Encapsulation> used = ConcurrentHashMap.newKeySet();
  }

  private final Underlay underlay;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<String, Integer> attached = new ConcurrentHashMap<>();
  private final Map<String, BlockingQueue<byte[]>> sent = new ConcurrentHashMap<>();
  private final List<Flow> flows = new ArrayList<>();
  private volatile Consumer<Upcall> consumer = upcall -> {};

  WireDatapath(Underlay underlay) {
    this.underlay = underlay;
  }

  /** A frame comes in by an interface. */
  void receive(String interfaceName, byte[] frame) {
    Integer number = attached.get(interfaceName);
    if (number != null) {
      process(FrameParser.parse(frame, number, 0), frame);
    }
  }

  /** Frames that went out of an interface. */
  BlockingQueue<byte[]> sent(String interfaceName) {
    return sent.computeIfAbsent(interfaceName, name -> new LinkedBlockingQueue<>());
  }

  private void process(FlowKey key, byte[] frame) {
    Flow hit = null;
    synchronized (this) {
      for (Flow flow : flows) {
        if (flow.mask().apply(key).equals(flow.mask().apply(flow.key()))) {
          hit = flow;
        }
      }
    }
    if (hit != null) {
      execute(frame, key.inPort(), hit.actions());
    } else {
      consumer.accept(new Upcall(key, frame, 0, System.nanoTime()));
    }
  }

  @Override
  public synchronized int attach(String interfaceName) {
    int number = numbers.computeIfAbsent(interfaceName, name -> numbers.size() + 1);
    attached.put(interfaceName, number);
    return number;
  }

  @Override
  public synchronized void detach(String interfaceName) {
    Integer number = attached.remove(interfaceName);
    if (number != null) {
      flows.removeIf(flow -> flow.key().inPort() == number);
    }
  }

  @Override
  public Map<String, Integer> ports() {
    return Map.copyOf(attached);
  }

  @Override
  public void tunnels(Set<TunnelEndpoint> endpoints) {
    underlay.hosts.values().removeIf(host -> host == this);
    endpoints.forEach(endpoint -> underlay.hosts.put(endpoint.local(), this));
  }

  @Override
  public void onUpcall(Consumer<Upcall> upcalls) {
    this.consumer = upcalls;
  }

  @Override
  public synchronized void install(Flow flow) {
    remove(flow.key(), flow.mask());
    flows.add(flow);
  }

  @Override
  public synchronized void remove(FlowKey key, org.midolab.midonet.packet.FlowMask mask) {
    flows.removeIf(
        flow -> flow.mask().equals(mask) && mask.apply(flow.key()).equals(mask.apply(key)));
  }

  @Override
  public synchronized void clear() {
    flows.clear();
  }

  @Override
  public void execute(Upcall upcall, List<FlowAction> actions) {
    execute(upcall.frame(), upcall.key().inPort(), actions);
  }

  @Override
  public void execute(byte[] original, int inPort, List<FlowAction> actions) {
    byte[] frame = original.clone();
    for (FlowAction action : actions) {
      switch (action) {
        case FlowAction.SetEthernet(var source, var destination) ->
            FrameRewriter.setEthernet(frame, source, destination);
        case FlowAction.SetIp(var source, var destination) ->
            FrameRewriter.setIp(frame, source, destination);
        case FlowAction.DecrementTtl(int hops) ->
            FrameRewriter.setTtl(frame, FrameParser.parse(frame, 0, 0).ttl() - hops);
        case FlowAction.Output(int port) ->
            attached.forEach(
                (name, number) -> {
                  if (number == port) {
                    sent(name).add(frame.clone());
                  }
                });
        case FlowAction.Tunnel tunnel -> {
          underlay.used.add(tunnel.encapsulation());
          WireDatapath peer = underlay.hosts.get(tunnel.remote());
          if (peer != null) {
            peer.process(FrameParser.parse(frame, TUNNEL_PORT, tunnel.key()), frame.clone());
          }
        }
        default -> throw new DatapathException("not in this test: " + action);
      }
    }
  }

  @Override
  public synchronized Collection<FlowStatistics> flows() {
    return flows.stream()
        .map(
            flow ->
                new FlowStatistics(
                    new Flow(
                        flow.mask().apply(flow.key()),
                        flow.mask(),
                        flow.actions(),
                        flow.dropReason()),
                    0,
                    0,
                    Duration.ZERO))
        .toList();
  }

  @Override
  public Map<Integer, Map<DropReason, Long>> drops() {
    return Map.of();
  }

  @Override
  public Map<Integer, PortStatistics> portStatistics() {
    return Map.of();
  }

  @Override
  public void close() {
    consumer = upcall -> {};
  }

  @Override
  public void destroy() {
    clear();
    attached.clear();
  }
}
