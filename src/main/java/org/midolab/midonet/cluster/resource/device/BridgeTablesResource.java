package org.midolab.midonet.cluster.resource.device;

import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.Links;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.nsdb.Nsdb;

/**
 * {@code /bridges/{id}/mac_table}, {@code …/vlans/{vlanId}/mac_table} (MacPort-v2) and {@code
 * …/arp_table} (IP4Mac-v1): the MAC table and the ARP table of a bridge. The lists contain learned
 * and configured entries; only configured ones can be deleted.
 */
final class BridgeTablesResource implements Resource {

  /** VLAN of untagged frames in the MAC table. */
  private static final int UNTAGGED = 0;

  private record MacPort(UUID bridgeId, int vlan, Mac mac, UUID portId) {

    Integer vlanId() {
      return vlan == UNTAGGED ? null : vlan;
    }

    String uri(Links links) {
      String entry = uriForm(mac) + "_" + portId;
      return vlan == UNTAGGED
          ? links.to("bridges", bridgeId, "mac_table", entry)
          : links.to("bridges", bridgeId, "vlans", vlan, "mac_table", entry);
    }
  }

  private record IpMac(UUID bridgeId, Ip4 ip, Mac mac) {}

  /** Properties of a request to add a MAC table entry. */
  private static final class MacPortBody {
    private Mac mac;
    private UUID portId;
    private Integer vlanId;
  }

  /** Properties of a request to add an ARP table entry. */
  private static final class IpMacBody {
    private Ip4 ip;
    private Mac mac;
  }

  private static final Shape<MacPort, MacPortBody> MAC_PORT =
      Shape.<MacPort, MacPortBody>of(MediaType.of("MacPort", 1, 2))
          .readOnly("bridgeId", Kinds.ID, MacPort::bridgeId)
          .required("macAddr", Kinds.UNICAST_MAC, MacPort::mac, (body, mac) -> body.mac = mac)
          .required("portId", Kinds.ID, MacPort::portId, (body, id) -> body.portId = id)
          .optional(
              "vlanId",
              Kinds.integer(UNTAGGED, 4094),
              MacPort::vlanId,
              (body, vlan) -> body.vlanId = vlan)
          .link("uri", MacPort::uri)
          .link("bridge", (entry, links) -> links.to("bridges", entry.bridgeId()))
          .link("port", (entry, links) -> links.to("ports", entry.portId()))
          .build();

  private static final Shape<IpMac, IpMacBody> IP_MAC =
      Shape.<IpMac, IpMacBody>of(MediaType.of("IP4Mac", 1))
          .readOnly("bridgeId", Kinds.ID, IpMac::bridgeId)
          .required("ip", Kinds.IP4, IpMac::ip, (body, ip) -> body.ip = ip)
          .required("mac", Kinds.UNICAST_MAC, IpMac::mac, (body, mac) -> body.mac = mac)
          .link(
              "uri",
              (entry, links) ->
                  links.to(
                      "bridges",
                      entry.bridgeId(),
                      "arp_table",
                      entry.ip() + "_" + uriForm(entry.mac())))
          .link("bridge", (entry, links) -> links.to("bridges", entry.bridgeId()))
          .build();

  private final Nsdb nsdb;
  private final Crud<Network> bridges;

  BridgeTablesResource(Nsdb nsdb) {
    this.nsdb = nsdb;
    this.bridges = new Crud<>(nsdb.topology(), Network.class, "bridge");
  }

  /** Returns a MAC address with hyphens, since URIs contain no colons. */
  static String uriForm(Mac mac) {
    return mac.toString().replace(':', '-');
  }

  @Override
  public void declare(Api.Builder api) {
    for (String table : new String[] {"/bridges/{id}", "/bridges/{id}/vlans/{vlanId}"}) {
      api.list(table + "/mac_table", MAC_PORT, this::listMacs)
          .post(table + "/mac_table", MAC_PORT, this::addMac)
          .get(table + "/mac_table/{entry}", MAC_PORT, this::getMac)
          .delete(table + "/mac_table/{entry}", this::deleteMac);
    }
    api.list("/bridges/{id}/arp_table", IP_MAC, this::listIps)
        .post("/bridges/{id}/arp_table", IP_MAC, this::addIp)
        .get("/bridges/{id}/arp_table/{entry}", IP_MAC, this::getIp)
        .delete("/bridges/{id}/arp_table/{entry}", this::deleteIp);
  }

  private Reply listMacs(Request request) {
    UUID bridge = request.id();
    bridges.mustExist(bridge);
    IntStream vlans =
        request.parameter("vlanId") == null
            ? IntStream.concat(
                IntStream.of(UNTAGGED),
                nsdb.tables().vlans(bridge).stream().mapToInt(Integer::intValue))
            : IntStream.of(usedVlan(request));
    return Reply.list(
        vlans
            .boxed()
            .flatMap(
                vlan ->
                    sorted(nsdb.tables().macTable(bridge, vlan).read())
                        .map(e -> new MacPort(bridge, vlan, e.getKey(), e.getValue())))
            .map(entry -> MAC_PORT.write(entry, request.links(), request.version())));
  }

  /** Returns the VLAN of a request. As in MidoNet, a VLAN has a table only if it has entries. */
  private int usedVlan(Request request) {
    int vlan = vlan(request);
    if (vlan != UNTAGGED && !nsdb.tables().vlans(request.id()).contains(vlan)) {
      throw ApiException.notFound("the bridge has no MAC in VLAN " + vlan);
    }
    return vlan;
  }

  private static <K extends Comparable<K>, V> Stream<Map.Entry<K, V>> sorted(Map<K, V> table) {
    return table.entrySet().stream().sorted(Map.Entry.comparingByKey());
  }

  private Reply getMac(Request request) {
    MacPort entry = macPort(request);
    bridges.mustExist(entry.bridgeId());
    UUID port = nsdb.tables().macTable(entry.bridgeId(), entry.vlan()).read().get(entry.mac());
    if (!entry.portId().equals(port)) {
      throw noEntry();
    }
    return Reply.of(MAC_PORT.write(entry, request.links(), request.version()));
  }

  private Reply addMac(Request request) {
    MacPortBody body = MAC_PORT.read(request.body(), new MacPortBody());
    int vlan = vlan(request);
    if (body.vlanId != null) {
      if (request.parameter("vlanId") != null && body.vlanId != vlan) {
        throw ApiException.invalid("vlanId", "must be " + vlan + ", as in the URI");
      }
      vlan = body.vlanId;
    }
    MacPort entry = new MacPort(request.id(), vlan, body.mac, body.portId);
    nsdb.topology()
        .write(
            transaction -> {
              bridges.find(transaction, entry.bridgeId());
              Port port =
                  transaction
                      .find(Port.class, entry.portId())
                      .map(found -> found.value())
                      .orElse(null);
              if (port == null || !entry.bridgeId().equals(port.networkId())) {
                throw ApiException.invalid("portId", "must be a port of this bridge");
              }
              transaction.putMac(entry.bridgeId(), entry.vlan(), entry.mac(), entry.portId());
            });
    return Reply.created(entry.uri(request.links()));
  }

  private Reply deleteMac(Request request) {
    MacPort entry = macPort(request);
    bridges.mustExist(entry.bridgeId());
    Map<Mac, UUID> set = nsdb.tables().macTable(entry.bridgeId(), entry.vlan()).readPersistent();
    if (!entry.portId().equals(set.get(entry.mac()))) {
      throw noEntry();
    }
    nsdb.topology()
        .write(
            transaction ->
                transaction.removeMac(entry.bridgeId(), entry.vlan(), entry.mac(), entry.portId()));
    return Reply.done();
  }

  private Reply listIps(Request request) {
    UUID bridge = request.id();
    bridges.mustExist(bridge);
    return Reply.list(
        sorted(nsdb.tables().ip4MacTable(bridge).read())
            .map(e -> new IpMac(bridge, e.getKey(), e.getValue()))
            .map(entry -> IP_MAC.write(entry, request.links(), request.version())));
  }

  private Reply getIp(Request request) {
    IpMac entry = ipMac(request);
    bridges.mustExist(entry.bridgeId());
    Mac mac = nsdb.tables().ip4MacTable(entry.bridgeId()).read().get(entry.ip());
    if (!entry.mac().equals(mac)) {
      throw noEntry();
    }
    return Reply.of(IP_MAC.write(entry, request.links(), request.version()));
  }

  private Reply addIp(Request request) {
    IpMacBody body = IP_MAC.read(request.body(), new IpMacBody());
    IpMac entry = new IpMac(request.id(), body.ip, body.mac);
    nsdb.topology()
        .write(
            transaction -> {
              bridges.find(transaction, entry.bridgeId());
              transaction.putIp4Mac(entry.bridgeId(), entry.ip(), entry.mac());
            });
    return Reply.created(
        request
            .links()
            .to("bridges", entry.bridgeId(), "arp_table", body.ip + "_" + uriForm(body.mac)));
  }

  private Reply deleteIp(Request request) {
    IpMac entry = ipMac(request);
    bridges.mustExist(entry.bridgeId());
    Map<Ip4, Mac> set = nsdb.tables().ip4MacTable(entry.bridgeId()).readPersistent();
    if (!entry.mac().equals(set.get(entry.ip()))) {
      throw noEntry();
    }
    nsdb.topology()
        .write(transaction -> transaction.removeIp4Mac(entry.bridgeId(), entry.ip(), entry.mac()));
    return Reply.done();
  }

  private static int vlan(Request request) {
    String text = request.parameter("vlanId");
    if (text == null) {
      return UNTAGGED;
    }
    if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) > 4094) {
      throw ApiException.notFound("a VLAN is 0 to 4094");
    }
    return Integer.parseInt(text);
  }

  private static MacPort macPort(Request request) {
    String[] parts = request.parameter("entry").split("_", 2);
    try {
      return new MacPort(
          request.id(), vlan(request), Mac.parse(parts[0]), Request.parseId(parts[1]));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw ApiException.notFound("an entry's URI ends in MAC_PORT, the MAC written with hyphens");
    }
  }

  private static IpMac ipMac(Request request) {
    String[] parts = request.parameter("entry").split("_", 2);
    try {
      return new IpMac(request.id(), Ip4.parse(parts[0]), Mac.parse(parts[1]));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw ApiException.notFound("an entry's URI ends in IP_MAC, the MAC written with hyphens");
    }
  }

  private static ApiException noEntry() {
    return ApiException.notFound("the table has no such entry");
  }
}
