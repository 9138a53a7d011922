package org.midolab.midonet.agent.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.midolab.midonet.agent.simulation.DhcpTable.Lease;
import org.midolab.midonet.model.Dhcp;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.packet.DhcpMessage;
import org.midolab.midonet.packet.DhcpMessage.Type;
import org.midolab.midonet.packet.DhcpMessageBuilder;
import org.midolab.midonet.packet.DhcpOption;
import org.midolab.midonet.packet.UdpDatagram;

/**
 * A DHCP server for clients with fixed addresses (RFC 2131 §4.3). It is stateless: a client's
 * address is always the one that the network has for its MAC.
 *
 * <pre>
 *   DISCOVER ─────────────────────────────► OFFER
 *   REQUEST  of the client's address ─────► ACK     SELECTING, INIT-REBOOT, RENEWING, REBINDING
 *            of another address ──────────► NAK
 *            of another server's offer ───► no answer: that server may be a tenant's own
 *   INFORM ───────────────────────────────► ACK     without an address and lease times
 *   RELEASE, DECLINE ─────────────────────► no answer, and no state to change
 * </pre>
 */
final class DhcpServer {

  /** Lease time in seconds: one day. */
  static final int LEASE_SECONDS = 86_400;

  /** The smallest MTU that option 26 allows (RFC 2132 §5.1). */
  private static final int MIN_MTU = 68;

  /**
   * Bytes of the largest answer, which fits a standard Ethernet frame even if the client accepts
   * more.
   */
  private static final int MAX_ANSWER = 1500;

  private static final Set<Integer> TIMES =
      Set.of(DhcpOption.LEASE_TIME, DhcpOption.RENEWAL_TIME, DhcpOption.REBINDING_TIME);

  private static final DhcpOption REFUSAL_TEXT =
      new DhcpOption(
          DhcpOption.MESSAGE, "not this client's address".getBytes(StandardCharsets.US_ASCII));

  private DhcpServer() {}

  /** Result for a client's message. */
  sealed interface Outcome {}

  /**
   * The message is answered.
   *
   * @param server the answer's source address
   * @param to the answer's destination address
   * @param unicast whether the frame goes to the client's MAC; else it is broadcast
   */
  record Answer(DhcpMessage message, Ip4 server, Ip4 to, boolean unicast) implements Outcome {}

  /** The message is for this server and needs no answer. */
  record Absorbed() implements Outcome {}

  /** The message is for another server, or its type is not one that clients send to servers. */
  record NotOurs() implements Outcome {}

  /** The message lacks something that its type requires. */
  record Incomplete(String what) implements Outcome {}

  /**
   * Handles a client's message.
   *
   * @param leases the client's leases, one or more
   * @param mtu the limits of the MTU that the client gets
   * @throws org.midolab.midonet.packet.MalformedFrameException if an option that is read has a
   *     wrong length
   */
  static Outcome receive(DhcpMessage request, List<Lease> leases, Mtu mtu) {
    Optional<Type> type = request.type();
    if (type.isEmpty() || request.op() != DhcpMessage.REQUEST || !request.relay().equals(Ip4.ANY)) {
      return new NotOurs();
    }
    return switch (type.get()) {
      case DISCOVER -> {
        Lease lease = find(leases, request.requestedAddress().orElse(Ip4.ANY), leases.getFirst());
        yield answer(Type.OFFER, request, lease, mtu);
      }
      case REQUEST -> requested(request, leases, mtu);
      case INFORM -> {
        Ip4 client = request.clientAddress();
        yield client.equals(Ip4.ANY)
            ? new Incomplete("INFORM without the client's address")
            : answer(Type.INFORM, request, find(leases, client, leases.getFirst()), mtu);
      }
      case RELEASE, DECLINE ->
          leasesOfServer(request, leases).isEmpty() ? new NotOurs() : new Absorbed();
      case OFFER, ACK, NAK -> new NotOurs();
    };
  }

  /**
   * The MTU that hosts get, in bytes of an IP packet.
   *
   * @param standard the MTU for subnets that define none
   * @param overlay the largest packet that fits into the tunnels
   */
  record Mtu(int standard, int overlay) {

    int of(Dhcp subnet) {
      int wanted = subnet.interfaceMtu() == null ? standard : subnet.interfaceMtu();
      return Math.max(MIN_MTU, Math.min(wanted, overlay));
    }
  }

  /** Returns the leases of the server that the client names, or all if it names none. */
  private static List<Lease> leasesOfServer(DhcpMessage request, List<Lease> leases) {
    Optional<Ip4> named = request.serverIdentifier();
    return leases.stream()
        .filter(lease -> named.isEmpty() || lease.server().equals(named.get()))
        .toList();
  }

  private static Outcome requested(DhcpMessage request, List<Lease> leases, Mtu mtu) {
    List<Lease> ours = leasesOfServer(request, leases);
    if (ours.isEmpty()) {
      return new NotOurs();
    }
    Ip4 asked = request.requestedAddress().orElse(request.clientAddress());
    if (asked.equals(Ip4.ANY)) {
      return new Incomplete("REQUEST without an address");
    }
    Lease lease = find(ours, asked, null);
    return lease == null
        ? refusal(request, ours.getFirst())
        : answer(Type.ACK, request, lease, mtu);
  }

  private static Lease find(List<Lease> leases, Ip4 address, Lease otherwise) {
    return leases.stream()
        .filter(lease -> lease.address().equals(address))
        .findFirst()
        .orElse(otherwise);
  }

  /**
   * Returns a NAK. It is always broadcast, because the client may have no address (RFC 2131 §4.1).
   */
  private static Answer refusal(DhcpMessage request, Lease lease) {
    List<DhcpOption> options = new ArrayList<>(firstOptions(Type.NAK, request, lease));
    options.add(REFUSAL_TEXT);
    DhcpMessage message =
        reply(request).options(fitting(options, DhcpMessage.MIN_ACCEPTED)).build();
    return new Answer(message, lease.server(), Ip4.BROADCAST, false);
  }

  /**
   * Returns an answer with configuration.
   *
   * @param type OFFER or ACK, or {@link Type#INFORM} for the ACK that answers an INFORM
   */
  private static Answer answer(Type type, DhcpMessage request, Lease lease, Mtu mtu) {
    boolean informs = type == Type.INFORM;
    Map<Integer, DhcpOption> configured = configured(lease, mtu.of(lease.subnet()));
    if (informs) {
      configured.keySet().removeAll(TIMES);
    }
    List<DhcpOption> options =
        new ArrayList<>(firstOptions(informs ? Type.ACK : type, request, lease));
    options.addAll(inOrder(configured, request.parameterList()));
    Ip4 client = type == Type.OFFER ? Ip4.ANY : request.clientAddress();
    DhcpMessage message =
        reply(request)
            .clientAddress(client)
            .yourAddress(informs ? Ip4.ANY : lease.address())
            .nextServer(DhcpExtraOption.nextServer(lease.host()).orElse(lease.server()))
            .options(fitting(options, Math.min(request.maxMessageSize(), MAX_ANSWER)))
            .build();
    if (!client.equals(Ip4.ANY)) {
      return new Answer(message, lease.server(), client, true);
    }
    return request.broadcast()
        ? new Answer(message, lease.server(), Ip4.BROADCAST, false)
        : new Answer(message, lease.server(), lease.address(), true);
  }

  private static DhcpMessageBuilder reply(DhcpMessage request) {
    return DhcpMessageBuilder.builder()
        .op(DhcpMessage.REPLY)
        .id(request.id())
        .broadcast(request.broadcast())
        .clientAddress(Ip4.ANY)
        .yourAddress(Ip4.ANY)
        .nextServer(Ip4.ANY)
        .relay(Ip4.ANY)
        .clientMac(request.clientMac());
  }

  /**
   * Returns the first options of each answer, with the client's identifier, if it sent one (RFC
   * 6842).
   */
  private static List<DhcpOption> firstOptions(Type type, DhcpMessage request, Lease lease) {
    List<DhcpOption> options = new ArrayList<>();
    options.add(type.option());
    options.add(DhcpOption.of(DhcpOption.SERVER_IDENTIFIER, lease.server()));
    request.option(DhcpOption.CLIENT_IDENTIFIER).ifPresent(options::add);
    return options;
  }

  /** Returns the options of the subnet and the host by code. Those of the host take precedence. */
  private static Map<Integer, DhcpOption> configured(Lease lease, int mtu) {
    Dhcp subnet = lease.subnet();
    Map<Integer, DhcpOption> options = new LinkedHashMap<>();
    put(options, DhcpOption.of32(DhcpOption.LEASE_TIME, LEASE_SECONDS));
    put(options, DhcpOption.of32(DhcpOption.SUBNET_MASK, subnet.subnet().mask()));
    if (!subnet.routes().isEmpty()) {
      put(options, DhcpOption.classlessRoutes(routes(subnet)));
    }
    if (subnet.defaultGateway() != null) {
      put(options, DhcpOption.of(DhcpOption.ROUTER, subnet.defaultGateway()));
    }
    if (!subnet.dnsServers().isEmpty()) {
      put(options, DhcpOption.of(DhcpOption.DNS_SERVERS, subnet.dnsServers()));
    }
    put(options, DhcpOption.of16(DhcpOption.INTERFACE_MTU, mtu));
    put(options, DhcpOption.of(DhcpOption.BROADCAST_ADDRESS, subnet.subnet().broadcast()));
    lease.host().options().stream()
        .map(DhcpExtraOption::of)
        .flatMap(Optional::stream)
        .forEach(option -> put(options, option));
    return options;
  }

  private static void put(Map<Integer, DhcpOption> options, DhcpOption option) {
    options.put(option.code(), option);
  }

  /**
   * Returns the classless routes. They include the default route, because a client with classless
   * routes ignores option 3 (RFC 3442).
   */
  private static List<DhcpOption.Route> routes(Dhcp subnet) {
    List<DhcpOption.Route> routes = new ArrayList<>();
    subnet
        .routes()
        .forEach(route -> routes.add(new DhcpOption.Route(route.destination(), route.gateway())));
    boolean hasDefault = subnet.routes().stream().anyMatch(r -> r.destination().length() == 0);
    if (!hasDefault && subnet.defaultGateway() != null) {
      routes.add(new DhcpOption.Route(Prefix.ANY, subnet.defaultGateway()));
    }
    return routes;
  }

  /**
   * Sorts options. The lease time comes first, because every answer with an address needs it. The
   * mask is second, because it must precede the router (RFC 2132 §3.3). Then come the options that
   * the client requests, in its order, and then all others.
   */
  private static List<DhcpOption> inOrder(
      Map<Integer, DhcpOption> configured, List<Integer> asked) {
    Set<Integer> codes = new LinkedHashSet<>();
    codes.add(DhcpOption.LEASE_TIME);
    codes.add(DhcpOption.SUBNET_MASK);
    codes.addAll(asked);
    codes.addAll(configured.keySet());
    codes.retainAll(configured.keySet());
    return codes.stream().map(configured::get).toList();
  }

  /**
   * Returns the options that fit into a message. Options are left out as a whole, never truncated.
   *
   * @param size bytes of the message with its IP and UDP headers
   */
  private static List<DhcpOption> fitting(List<DhcpOption> options, int size) {
    int room = size - UdpDatagram.HEADERS - DhcpMessage.HEADER - 1;
    List<DhcpOption> chosen = new ArrayList<>(options.size());
    for (DhcpOption option : options) {
      if (option.length() <= room) {
        room -= option.length();
        chosen.add(option);
      }
    }
    return chosen;
  }
}
