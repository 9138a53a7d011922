package org.midolab.midonet.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.midolab.midonet.cli.Command.Value;

/** DHCP's classless static routes, {@code CIDR:GATEWAY} with commas between them. */
record HostRoutes() implements Codec {

  private static final Pattern ROUTE = Pattern.compile("([\\d.]+)/(\\d{1,2}):([\\d.]+)");

  @Override
  public Optional<String> read(JsonNode object, Names names) {
    JsonNode routes = object.path("opt121Routes");
    return routes.isArray() && !routes.isEmpty()
        ? Optional.of(
            StreamSupport.stream(routes.spliterator(), false)
                .map(
                    route ->
                        route.path("destinationPrefix").asText()
                            + "/"
                            + route.path("destinationLength").asInt()
                            + ":"
                            + route.path("gatewayAddr").asText())
                .collect(Collectors.joining(",")))
        : Optional.empty();
  }

  @Override
  public void write(ObjectNode object, Value value, Names names) {
    var routes = object.putArray("opt121Routes");
    for (String text : Codec.word(value, this).split(",")) {
      Matcher route = ROUTE.matcher(text);
      if (!route.matches()
          || !MatchCodecs.isIpv4(route.group(1))
          || Integer.parseInt(route.group(2)) > 32
          || !MatchCodecs.isIpv4(route.group(3))) {
        throw Codecs.unexpected(this, text);
      }
      routes
          .addObject()
          .put("destinationPrefix", route.group(1))
          .put("destinationLength", Integer.parseInt(route.group(2)))
          .put("gatewayAddr", route.group(3));
    }
  }

  @Override
  public List<String> fields() {
    return List.of("opt121Routes");
  }

  @Override
  public String form() {
    return "<CIDR>:<IP>[,<CIDR>:<IP>...]";
  }
}
