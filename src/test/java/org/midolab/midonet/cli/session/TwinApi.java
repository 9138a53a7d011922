package org.midolab.midonet.cli.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * A REST server for unit tests: it stores JSON in memory with MidoNet's paths and implements the
 * behaviour that clients see (docs: contract.md#rest-conventions). Ids count up from 1, so that
 * transcripts can contain them.
 */
final class TwinApi implements AutoCloseable {

  static final String BASE = "/midonet-api";
  private static final String TOKEN = "00000000";

  /**
   * Collections below an object whose members are stored at the root: parent and segment,
   * collection at the root, field with the parent's id.
   */
  private static final Map<String, String[]> OWNED =
      Map.of(
          "routers/ports", new String[] {"ports", "deviceId"},
          "bridges/ports", new String[] {"ports", "deviceId"},
          "routers/routes", new String[] {"routes", "routerId"},
          "routers/bgp_peers", new String[] {"bgp_peers", "routerId"},
          "routers/bgp_networks", new String[] {"bgp_networks", "routerId"},
          "chains/rules", new String[] {"rules", "chainId"});

  /**
   * Collections whose members have no id: the parent's field, and the fields that make the member's
   * key.
   */
  private static final Map<String, String[]> KEYED =
      Map.of(
          "hosts/ports", new String[] {"hostId", "portId"},
          "hosts/interfaces", new String[] {"hostId", "name"},
          "tunnel_zones/hosts", new String[] {"tunnelZoneId", "hostId"},
          "port_groups/ports", new String[] {"portGroupId", "portId"},
          "bridges/arp_table", new String[] {"bridgeId", "ip", "mac"},
          "bridges/dhcp", new String[] {"bridgeId", "subnetPrefix", "subnetLength"});

  private final ObjectMapper json = new ObjectMapper();
  private final HttpServer server;
  private final Map<String, ObjectNode> objects = new LinkedHashMap<>();
  private final List<String> requests = new ArrayList<>();
  private long ids;
  private boolean authentication;
  private boolean tokensExpired;
  private String lastAsked;
  private String broken;
  private String warning;

  TwinApi() throws IOException {
    this(HttpServer.create(loopback(), 0));
  }

  private TwinApi(HttpServer server) {
    this.server = server;
    server.createContext(BASE, this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  static TwinApi overTls(SSLContext tls) throws IOException {
    HttpsServer server = HttpsServer.create(loopback(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return new TwinApi(server);
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  String url() {
    return (server instanceof HttpsServer ? "https" : "http")
        + "://127.0.0.1:"
        + server.getAddress().getPort()
        + BASE;
  }

  /** From now on accepts only {@code admin} with {@code secret} in project {@code admin}. */
  TwinApi authenticating() {
    authentication = true;
    return this;
  }

  void expireTokens() {
    tokensExpired = true;
  }

  /** Answers requests for this collection with 503. */
  void failOn(String collection) {
    broken = collection;
  }

  /** Sends this header with every answer to a create or update. */
  void warn(String header) {
    warning = header;
  }

  TwinApi expireTokensAfter(String collection) {
    lastAsked = collection;
    return this;
  }

  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  /** Returns the object at a path such as {@code ports/ID}, as a client gets it. */
  synchronized JsonNode at(String path) {
    return objects.get(path);
  }

  /** Registers a host, which clients cannot do. */
  synchronized String host(String name, boolean alive) {
    String id = nextId();
    put(
        "hosts/" + id,
        json.createObjectNode()
            .put("id", id)
            .put("name", name)
            .put("alive", alive)
            .put("floodingProxyWeight", 1)
            .put("containerWeight", 1)
            .put("containerLimit", -1)
            .put("enforceContainerLimit", false));
    return id;
  }

  synchronized void hostInterface(String host, String name, int status, String... addresses) {
    var iface =
        json.createObjectNode()
            .put("hostId", host)
            .put("name", name)
            .put("status", status)
            .put("mac", "02:00:00:00:00:01")
            .put("mtu", 1500)
            .put("type", "Physical")
            .put("endpoint", "PHYSICAL");
    List.of(addresses).forEach(iface.putArray("addresses")::add);
    put("hosts/" + host + "/interfaces/" + name, iface);
  }

  synchronized void set(String path, String field, String value) {
    objects.get(path).put(field, value);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private String nextId() {
    return new UUID(0, ++ids).toString();
  }

  private void put(String path, ObjectNode object) {
    object.put("uri", url() + "/" + path);
    objects.put(path, object);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String path =
          exchange.getRequestURI().getPath().substring(BASE.length()).replaceFirst("^/", "");
      synchronized (this) {
        requests.add(exchange.getRequestMethod() + " /" + path);
        answer(exchange, path, body);
      }
    }
  }

  private void answer(HttpExchange exchange, String path, String body) throws IOException {
    if (path.equals("login")) {
      login(exchange);
      return;
    }
    if (authentication
        && (tokensExpired
            || !TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Auth-Token")))) {
      reply(exchange, 401, error(401, "no valid token"));
      return;
    }
    tokensExpired |= path.equals(lastAsked);
    switch (path.equals(broken) ? "BROKEN" : exchange.getRequestMethod()) {
      case "BROKEN" -> reply(exchange, 503, error(503, "ZooKeeper does not answer"));
      case "GET" -> get(exchange, path);
      case "POST" -> post(exchange, path, (ObjectNode) json.readTree(body));
      case "PUT" -> {
        if (objects.containsKey(path)) {
          put(path, (ObjectNode) json.readTree(body));
          reply(exchange, 204, null);
        } else {
          notFound(exchange, path);
        }
      }
      case "DELETE" -> delete(exchange, path);
      default -> reply(exchange, 405, null);
    }
  }

  private void login(HttpExchange exchange) throws IOException {
    String basic = exchange.getRequestHeaders().getFirst("Authorization");
    String wanted =
        "Basic "
            + Base64.getEncoder().encodeToString("admin:secret".getBytes(StandardCharsets.UTF_8));
    if (authentication
        && !(wanted.equals(basic)
            && "admin".equals(exchange.getRequestHeaders().getFirst("X-Auth-Project")))) {
      reply(exchange, 401, error(401, "bad credentials"));
    } else {
      reply(exchange, 200, json.createObjectNode().put("key", TOKEN).put("expires", "never"));
    }
  }

  private void get(HttpExchange exchange, String path) throws IOException {
    String accept = exchange.getRequestHeaders().getFirst("Accept");
    if (path.isEmpty()) {
      reply(exchange, 200, rootDocument());
    } else if (path.equals("system_state")) {
      reply(
          exchange,
          200,
          json.createObjectNode().put("state", "ACTIVE").put("availability", "READWRITE"));
    } else if (objects.containsKey(path)) {
      reply(exchange, 200, objects.get(path));
    } else if (accept != null && accept.contains(".collection.")) {
      reply(exchange, 200, list(path, exchange.getRequestURI().getQuery()));
    } else {
      notFound(exchange, path);
    }
  }

  private ArrayNode list(String path, String query) {
    String[] parts = path.split("/");
    String[] owned = parts.length == 3 ? OWNED.get(parts[0] + "/" + parts[2]) : null;
    String home = owned == null ? path : owned[0];
    var list = json.createArrayNode();
    objects.forEach(
        (key, object) -> {
          boolean member = key.startsWith(home + "/") && key.indexOf('/', home.length() + 1) < 0;
          boolean mine = owned == null || object.path(owned[1]).asText().equals(parts[1]);
          boolean tenants =
              query == null || ("tenant_id=" + object.path("tenantId").asText()).equals(query);
          if (member && mine && tenants) {
            list.add(object);
          }
        });
    return list;
  }

  private void post(HttpExchange exchange, String path, ObjectNode object) throws IOException {
    String[] parts = path.split("/");
    if (path.endsWith("/link")) {
      link(exchange, parts[1], object.path("peerId").asText());
      return;
    }
    String kind = parts.length == 3 ? parts[0] + "/" + parts[2] : path;
    if (parts.length == 3 && !objects.containsKey(parts[0] + "/" + parts[1])) {
      notFound(exchange, path);
      return;
    }
    if (kind.equals("tunnel_zones") && object.path("name").asText().isEmpty()) {
      ObjectNode error = error(400, "the request body is not valid");
      error
          .putArray("violations")
          .addObject()
          .put("property", "name")
          .put("message", "must not be empty");
      reply(exchange, 400, error);
      return;
    }
    String stored;
    if (KEYED.containsKey(kind)) {
      String[] key = KEYED.get(kind);
      object.put(key[0], parts[1]);
      var values = new ArrayList<String>();
      List.of(key)
          .subList(1, key.length)
          .forEach(field -> values.add(object.path(field).asText().replace(':', '-')));
      stored = path + "/" + String.join("_", values);
      if (objects.containsKey(stored)) {
        reply(exchange, 409, error(409, "there is one already"));
        return;
      }
    } else {
      String id = object.path("id").asText(nextId());
      object.put("id", id);
      defaults(kind, object);
      if (OWNED.containsKey(kind)) {
        object.put(OWNED.get(kind)[1], parts[1]);
        stored = OWNED.get(kind)[0] + "/" + id;
      } else {
        stored = path + "/" + id;
      }
    }
    put(stored, object);
    exchange.getResponseHeaders().set("Location", url() + "/" + stored);
    reply(exchange, 201, null);
  }

  private void defaults(String kind, ObjectNode object) {
    if (kind.equals("routers") || kind.equals("bridges") || kind.endsWith("/ports")) {
      object.put("adminStateUp", object.path("adminStateUp").asBoolean(true));
    }
    if (kind.equals("routers") && !object.has("asNumber")) {
      object.put("asNumber", -1);
    }
    if (kind.equals("routers/ports") && !object.has("portMac")) {
      object.put("portMac", "ac:ca:ba:00:00:01");
    }
    if (kind.equals("routers/routes") && !object.has("weight")) {
      object.put("weight", 0);
    }
    if (kind.equals("routers/routes")) {
      object.put("learned", false);
    }
    if (kind.equals("chains/rules")) {
      object.put("position", object.path("position").asInt(1));
      object.put("condInvert", object.path("condInvert").asBoolean());
      object.put("noVlan", object.path("noVlan").asBoolean());
    }
  }

  private void link(HttpExchange exchange, String port, String peer) throws IOException {
    if (!objects.containsKey("ports/" + peer)) {
      notFound(exchange, "ports/" + peer);
      return;
    }
    objects.get("ports/" + port).put("peerId", peer);
    objects.get("ports/" + peer).put("peerId", port);
    exchange.getResponseHeaders().set("Location", url() + "/ports/" + port + "/link");
    reply(exchange, 201, null);
  }

  private void delete(HttpExchange exchange, String path) throws IOException {
    if (path.endsWith("/link")) {
      ObjectNode port = objects.get(path.substring(0, path.length() - "/link".length()));
      objects.get("ports/" + port.path("peerId").asText()).remove("peerId");
      port.remove("peerId");
      reply(exchange, 204, null);
    } else if (objects.remove(path) != null) {
      reply(exchange, 204, null);
    } else {
      notFound(exchange, path);
    }
  }

  private ObjectNode rootDocument() {
    var root = json.createObjectNode().put("version", "v5.0").put("uri", url() + "/");
    Map.of(
            "routers", "routers",
            "bridges", "bridges",
            "ports", "ports",
            "chains", "chains",
            "hosts", "hosts",
            "tunnelZones", "tunnel_zones",
            "portGroups", "port_groups",
            "systemState", "system_state",
            "tenants", "tenants")
        .forEach((key, path) -> root.put(key, url() + "/" + path));
    Map.of(
            "routerTemplate", "routers",
            "bridgeTemplate", "bridges",
            "portTemplate", "ports",
            "chainTemplate", "chains",
            "ruleTemplate", "rules",
            "hostTemplate", "hosts",
            "routeTemplate", "routes",
            "bgpPeerTemplate", "bgp_peers",
            "bgpNetworkTemplate", "bgp_networks",
            "tunnelZoneTemplate", "tunnel_zones")
        .forEach((key, path) -> root.put(key, url() + "/" + path + "/{id}"));
    return root.put("portGroupTemplate", url() + "/port_groups/{id}")
        .put("mirrors", url() + "/mirrors")
        .put("mirrorTemplate", url() + "/mirrors/{id}");
  }

  private ObjectNode error(int code, String message) {
    return json.createObjectNode().put("code", code).put("message", message);
  }

  private void notFound(HttpExchange exchange, String path) throws IOException {
    reply(exchange, 404, error(404, "there is nothing at " + URI.create("/" + path)));
  }

  private void reply(HttpExchange exchange, int status, JsonNode body) throws IOException {
    if (warning != null && (status == 201 || status == 204)) {
      exchange.getResponseHeaders().set("Warning", warning);
    }
    if (body == null) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
