package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.cluster.ApiClient.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.cluster.ApiClient.Answer;

/**
 * The contract has a row for every operation of the cluster in each of its media types, and no
 * other rows.
 */
class ContractCompletenessTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  /**
   * Properties with separate tests: forms of older versions, both ends of links and bindings, and
   * properties that prevent the deletion of a router.
   */
  private static final Map<String, Set<String>> ELSEWHERE =
      Map.of(
          "Port",
          Set.of("hostId", "interfaceName", "networkAddress", "networkLength", "peerId"),
          "Router",
          Set.of("loadBalancerId"),
          "LoadBalancer",
          Set.of("routerId"),
          "VIP",
          Set.of("loadBalancerId"),
          "Rule",
          Set.of("jumpChainName"));

  private final ApiClient api = CLUSTER.client();
  private final List<Operation> described = Operation.all(api);

  /** The media types of each operation's request and answer, from the rows. */
  private final Map<String, Types> promised = new TreeMap<>();

  private record Types(Set<String> takes, Set<String> gives) {}

  private void promise(String method, String path, Set<String> takes, Set<String> gives) {
    Types types =
        promised.computeIfAbsent(
            Operation.key(method, path), key -> new Types(new TreeSet<>(), new TreeSet<>()));
    types.takes().addAll(takes);
    types.gives().addAll(gives);
  }

  private static Set<String> types(String name, int oldest, int newest) {
    Set<String> types = new TreeSet<>();
    for (int version = oldest; version <= newest; version++) {
      types.add(media(name + "-v" + version));
    }
    types.add("application/json");
    return types;
  }

  private void promise(Contract row) {
    Set<String> one = types(row.media(), row.oldest(), row.newest());
    Set<String> list = types("collection." + row.media(), row.oldest(), row.newest());
    World world = new World(CLUSTER);
    Answer made = api.post(world.fill(row.path()), world.fill(row.minimal()));
    assertThat(made.status()).as("%s: %s", row, made).isEqualTo(201);
    String item = Operation.template(described, made.location());
    promise("GET", row.path(), Set.of(), list);
    promise("POST", row.path(), one, Set.of());
    promise("GET", item, Set.of(), one);
    promise("DELETE", item, Set.of(), Set.of());
    if (row.put() != null) {
      promise("PUT", item, one, Set.of());
    }
  }

  private void promise(OtherContract row) {
    Set<String> types = new TreeSet<>();
    for (int version = row.oldest(); row.media() != null && version <= row.newest(); version++) {
      types.add(media(row.type(version)));
      types.add("application/json");
    }
    if (row.content() != null) {
      types.add(row.content().replaceFirst("^text/plain;.*", "text/plain"));
    }
    promise(
        row.method(),
        row.path(),
        row.method().equals("GET") || row.path().equals("/login") ? Set.of() : types,
        row.answers() ? types : Set.of());
  }

  private void promise(NeutronContract row) {
    Set<String> one = Set.of(media(row.one()), "application/json");
    Set<String> many = Set.of(media(row.many()), "application/json");
    String item = row.path() + "/{id}";
    promise("GET", row.path(), Set.of(), many);
    promise(
        "POST",
        row.path(),
        Set.of(media(row.one()), media(row.many()), "application/json"),
        Set.of(media(row.one()), media(row.many()), "application/json"));
    promise("GET", item, Set.of(), one);
    promise("PUT", item, one, one);
    promise("DELETE", item, Set.of(), Set.of());
  }

  @Test
  void everyOperationAndTypeHasARow() {
    Contract.all().forEach(this::promise);
    OtherContract.all().forEach(this::promise);
    NeutronContract.all().forEach(this::promise);
    Map<String, Types> served = new TreeMap<>();
    for (Operation operation : described) {
      served.put(operation.key(), new Types(operation.takes(), operation.gives()));
    }
    assertThat(promised.keySet()).isEqualTo(served.keySet());
    served.forEach((key, types) -> assertThat(promised.get(key)).as(key).isEqualTo(types));
  }

  private final Map<String, Set<String>> sent = new TreeMap<>();

  private void send(String media, ObjectNode body, String within) {
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      String name = within + field.getKey();
      sent.computeIfAbsent(media, m -> new TreeSet<>()).add(name);
      JsonNode value = field.getValue().isArray() ? field.getValue().path(0) : field.getValue();
      if (value instanceof ObjectNode inner) {
        send(media, inner, name + ".");
      }
    }
  }

  private static void writable(JsonNode schema, String within, Set<String> into) {
    schema.path("anyOf").forEach(each -> writable(each, within, into));
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      if (!property.getValue().path("readOnly").asBoolean()) {
        String name = within + property.getKey();
        into.add(name);
        writable(property.getValue(), name + ".", into);
        writable(property.getValue().path("items"), name + ".", into);
      }
    }
  }

  /** Finds writable properties that no row sets. */
  @Test
  void everyWritablePropertyIsSetByARow() {
    World world = new World(CLUSTER);
    Contract.all().forEach(row -> send(row.media(), ContractTest.json(world, row.full()), ""));
    NeutronContract.all()
        .forEach(row -> send(row.media(), ContractTest.json(world, row.full()), ""));
    OtherContract.all()
        .filter(row -> row.media() != null && row.send() != null)
        .forEach(row -> send(row.media(), ContractTest.json(world, row.send()), ""));
    Map<String, Set<String>> unset = new TreeMap<>();
    for (var schema : api.get("/openapi.json").json().at("/components/schemas").properties()) {
      if (sent.containsKey(schema.getKey())) {
        Set<String> settable = new TreeSet<>();
        writable(schema.getValue(), "", settable);
        settable.removeAll(sent.get(schema.getKey()));
        settable.remove("id"); // ContractTest lets the client choose it
        if (!settable.isEmpty()) {
          unset.put(schema.getKey(), settable);
        }
      }
    }
    assertThat(unset).isEqualTo(ELSEWHERE);
  }

  /**
   * The rows cover all resources of MidoNet, present or absent here (docs:
   * contract.md#what-is-absent).
   */
  @Test
  void theRowsAreThoseOfMidoNet() {
    Set<String> media = new TreeSet<>();
    Contract.all().forEach(row -> media.add(row.media() + "-v" + row.newest()));
    OtherContract.all()
        .filter(row -> row.media() != null)
        .forEach(row -> media.add(row.media() + "-v" + row.newest()));
    NeutronContract.all().forEach(row -> media.add(row.one()));
    assertThat(media)
        .containsAll(
            Arrays.asList(
                ("Application-v5 Bridge-v5 Port-v4 MacPort-v2 IP4Mac-v1 DhcpSubnet-v2 DhcpHost-v2"
                        + " DhcpV6Subnet-v1 DhcpV6Host-v1 Router-v3 Route-v1 BgpNetwork-v1 BgpPeer-v1"
                        + " PortLink-v1 PortGroupPort-v1 Chain-v1 Rule-v2 PortGroup-v1 IpAddrGroup-v1"
                        + " IpAddrGroupAddr-v1 Host-v3 Interface-v1 HostInterfacePort-v1 TunnelZone-v1"
                        + " TunnelZoneHost-v1 LoadBalancer-v1 Pool-v1 PoolMember-v1 VIP-v1"
                        + " HealthMonitor-v1 Mirror-v1 TraceRequest-v1 QOSPolicy-v1 QOSRuleBWLimit-v1"
                        + " QOSRuleDSCP-v1 Tenant-v2 SystemState-v2 Token-v1 neutron.Neutron-v3"
                        + " neutron.Network-v1 neutron.Subnet-v1 neutron.Port-v1 neutron.Router-v1"
                        + " neutron.RouterInterface-v1 neutron.FloatingIp-v1 neutron.SecurityGroup-v1"
                        + " neutron.SecurityGroupRule-v1 neutron.lb.Vip-v1 neutron.lb.Pool-v1"
                        + " neutron.lb.PoolMember-v1 neutron.lb.HealthMonitor-v1"
                        + " neutron.lb.PoolHealthMonitor-v1")
                    .split(" ")));
  }
}
