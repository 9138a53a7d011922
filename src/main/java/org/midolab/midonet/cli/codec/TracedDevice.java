package org.midolab.midonet.cli.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * The traced device. Three attributes share the field {@code deviceId}; {@code deviceType} selects
 * one of them.
 *
 * @param deviceType {@code PORT}, {@code ROUTER} or {@code BRIDGE}
 */
public record TracedDevice(String deviceType, String refersTo) implements Codec {

  @Override
  public Optional<String> read(JsonNode object, Names names) {
    return object.path("deviceType").asText().equalsIgnoreCase(deviceType)
        ? Codecs.scalar(object, "deviceId").map(id -> names.print(refersTo, id))
        : Optional.empty();
  }

  @Override
  public void write(ObjectNode object, Value value, Names names) {
    object.put("deviceType", deviceType).put("deviceId", names.resolve(refersTo, value));
    object.withObjectProperty("condition"); // must be given; an empty one matches every packet
  }

  @Override
  public List<String> fields() {
    return List.of("deviceType", "deviceId");
  }

  @Override
  public String form() {
    return "<" + deviceType + ">";
  }
}
