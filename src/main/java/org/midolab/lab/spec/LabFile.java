package org.midolab.lab.spec;

import java.util.List;
import java.util.Optional;
import org.midolab.lab.spec.LabSpec.BgpSpec;
import org.midolab.lab.spec.LabSpec.EndpointSpec;
import org.midolab.lab.spec.LabSpec.LinkSpec;
import org.midolab.lab.spec.LabSpec.NeighborSpec;
import org.midolab.lab.spec.LabSpec.NodeSpec;
import org.midolab.lab.spec.LabSpec.RouteSpec;
import org.midolab.lab.spec.LabSpec.Text;
import org.midolab.lab.spec.LabSpec.TimersSpec;
import org.midolab.lab.spec.YamlReader.Mapping;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads a {@code lab.yaml}. */
public final class LabFile {

  /**
   * Maximum size in bytes. The file of the largest lab that a machine can run is a tenth of this.
   */
  public static final int MAX_BYTES = 256 * 1024;

  private final YamlReader reader = new YamlReader();

  private LabFile() {}

  /**
   * Plans the lab that {@code yaml} describes.
   *
   * @param file the file's name, for messages
   * @throws InvalidLabException with every error of structure, or, if there is none, with every
   *     error of meaning
   */
  public static LabPlan plan(String file, String yaml) {
    LabFile labFile = new LabFile();
    LabSpec spec = labFile.read(file, yaml);
    labFile.reader.problems().stream()
        .findAny()
        .ifPresent(
            _ -> {
              throw new InvalidLabException(file, labFile.reader.problems());
            });
    return new Planner(file, spec).plan();
  }

  /**
   * Decodes the bytes of a lab file.
   *
   * @param bytes content of the file; of a longer file, the first {@link #MAX_BYTES} + 1 bytes
   *     suffice
   * @throws InvalidLabException if there are more than {@link #MAX_BYTES} bytes, or if they are not
   *     UTF-8
   */
  public static String text(String file, byte[] bytes) {
    return LabText.decode(file, bytes);
  }

  private LabSpec read(String file, String yaml) {
    Node root = LabText.compose(file, yaml);
    if (root == null) {
      throw new InvalidLabException(
          file, List.of(new Problem(new Place(1, 1), "the file is empty", "name, topology")));
    }
    Mapping lab = reader.mapping(root, "the lab");
    Text name = lab.required("name");
    List<NodeSpec> nodes = List.of();
    List<LinkSpec> links = List.of();
    Optional<Node> topology = lab.node("topology");
    if (topology.isPresent()) {
      Mapping body = reader.mapping(topology.get(), "the topology");
      nodes =
          body.node("nodes")
              .map(all -> reader.mapping(all, "the nodes").each(this::node))
              .orElse(List.of());
      links = body.list("links", this::link);
      body.rejectOtherKeys();
    } else {
      reader.report(YamlReader.place(root), "the lab lacks 'topology'", "");
    }
    lab.rejectOtherKeys();
    return new LabSpec(name, nodes, links);
  }

  private NodeSpec node(Text name, Node value) {
    Mapping node = reader.mapping(value, "node '" + name.value() + "'");
    NodeSpec spec =
        new NodeSpec(
            name,
            node.required("kind"),
            node.text("engine"),
            node.list("loopback", reader::text),
            node.list("routes", this::route),
            node.node("bgp").map(bgp -> bgp(bgp, name.value())));
    node.rejectOtherKeys();
    return spec;
  }

  private Optional<RouteSpec> route(Node value, String what) {
    Mapping route = reader.mapping(value, "a route");
    RouteSpec spec = new RouteSpec(route.required("to"), route.required("via"));
    route.rejectOtherKeys();
    return Optional.of(spec);
  }

  private BgpSpec bgp(Node value, String node) {
    Mapping bgp = reader.mapping(value, "'bgp' of node '" + node + "'");
    BgpSpec spec =
        new BgpSpec(
            bgp.text("software"),
            bgp.required("as"),
            bgp.node("timers").map(this::timers),
            bgp.list("networks", reader::text),
            bgp.list("neighbors", this::neighbor));
    bgp.rejectOtherKeys();
    return spec;
  }

  private TimersSpec timers(Node value) {
    Mapping timers = reader.mapping(value, "the timers");
    TimersSpec spec =
        new TimersSpec(timers.text("keepalive"), timers.text("hold"), timers.text("connect"));
    timers.rejectOtherKeys();
    return spec;
  }

  private Optional<NeighborSpec> neighbor(Node value, String what) {
    Mapping neighbor = reader.mapping(value, "a neighbor");
    NeighborSpec spec =
        new NeighborSpec(
            neighbor.required("address"), neighbor.required("as"), neighbor.text("password"));
    neighbor.rejectOtherKeys();
    return Optional.of(spec);
  }

  private Optional<LinkSpec> link(Node value, String what) {
    Mapping link = reader.mapping(value, "a link");
    LinkSpec spec =
        new LinkSpec(
            YamlReader.place(value), link.list("endpoints", this::endpoint), link.text("mtu"));
    link.rejectOtherKeys();
    return Optional.of(spec);
  }

  /**
   * Reads an endpoint: containerlab's short form {@code "node:interface"}, or its mapping with
   * addresses.
   */
  private Optional<EndpointSpec> endpoint(Node value, String what) {
    if (value instanceof ScalarNode scalar) {
      Place place = YamlReader.place(value);
      int colon = scalar.getValue().indexOf(':');
      if (colon < 1 || colon == scalar.getValue().length() - 1) {
        reader.report(
            place, "endpoint '" + scalar.getValue() + "' is not complete", "NODE:INTERFACE");
        return Optional.empty();
      }
      Text node = new Text(scalar.getValue().substring(0, colon), place);
      Text iface = new Text(scalar.getValue().substring(colon + 1), place);
      return Optional.of(new EndpointSpec(node, iface, Optional.empty(), Optional.empty()));
    }
    Mapping endpoint = reader.mapping(value, "an endpoint");
    EndpointSpec spec =
        new EndpointSpec(
            endpoint.required("node"),
            endpoint.required("interface"),
            endpoint.text("ipv4"),
            endpoint.text("mac"));
    endpoint.rejectOtherKeys();
    return Optional.of(spec);
  }
}
