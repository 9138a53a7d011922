package org.midolab.lab.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A node's network interfaces, as the node's {@code ip -json} reports them. */
public record Interfaces(List<Link> links) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public Interfaces {
    links = List.copyOf(links);
  }

  public static Probe<Interfaces> of(LabNode node) {
    return Probe.of(
        "the interfaces of " + node.name(),
        () -> {
          var shown = node.run("ip", "-json", "address", "show");
          if (!shown.ok()) {
            throw new LabException("ip -json address show: " + shown.all());
          }
          return parse(shown.out());
        });
  }

  /**
   * Returns the interface of that name.
   *
   * @throws IllegalStateException if there is no such interface
   */
  public Link named(String name) {
    return links.stream()
        .filter(l -> l.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("no interface " + name + "; there are " + this));
  }

  public boolean has(String name) {
    return links.stream().anyMatch(l -> l.name().equals(name));
  }

  public List<String> addresses() {
    return links.stream().flatMap(l -> l.addresses().stream()).toList();
  }

  static Interfaces parse(String json) throws IOException {
    var links = new ArrayList<Link>();
    for (JsonNode link : JSON.readTree(json)) {
      var flags = new ArrayList<String>();
      link.path("flags").forEach(flag -> flags.add(flag.asText()));
      var addresses = new ArrayList<String>();
      for (JsonNode address : link.path("addr_info")) {
        if (address.path("family").asText().equals("inet")) {
          addresses.add(address.path("local").asText());
        }
      }
      links.add(
          new Link(
              link.path("ifname").asText(),
              flags.contains("UP"),
              flags.contains("LOWER_UP"),
              link.path("mtu").asInt(),
              link.path("address").asText(),
              List.copyOf(addresses)));
    }
    return new Interfaces(links);
  }

  @Override
  public String toString() {
    return links.toString();
  }

  /**
   * A network interface.
   *
   * @param up whether it is administratively up
   * @param carrier whether the other end of the link is up
   * @param mtu in bytes
   * @param addresses IPv4 addresses without prefix lengths
   */
  public record Link(
      String name, boolean up, boolean carrier, int mtu, String mac, List<String> addresses) {

    public boolean works() {
      return up && carrier;
    }

    @Override
    public String toString() {
      return name + (up ? " up" : " down") + (carrier ? "" : " without carrier") + " " + addresses;
    }
  }
}
