package org.midolab.midonet.cli.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Codecs of references, which are ids of other objects in JSON and aliases or UUIDs on a line
 * (docs: contract.md#cli-grammar).
 */
public final class RefCodecs {

  private RefCodecs() {}

  /** The id of another object. */
  public record Ref(String field, String refersTo) implements Codec {

    @Override
    public Optional<String> read(JsonNode object, Names names) {
      return Codecs.scalar(object, field).map(id -> names.print(refersTo, id));
    }

    @Override
    public void write(ObjectNode object, Value value, Names names) {
      object.put(field, names.resolve(refersTo, value));
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }

    @Override
    public String form() {
      return "<" + refersTo.toUpperCase(Locale.ROOT) + ">";
    }
  }

  /** Ids of other objects, separated by commas. */
  public record Refs(String field, String refersTo) implements Codec {

    @Override
    public Optional<String> read(JsonNode object, Names names) {
      return Codecs.elements(object, field)
          .map(ids -> ids.map(id -> names.print(refersTo, id)).collect(Collectors.joining(",")));
    }

    @Override
    public void write(ObjectNode object, Value value, Names names) {
      var ids = new ArrayList<String>();
      if (value instanceof Value.Word(String text)) {
        for (String name : text.split(",")) {
          ids.add(names.resolve(refersTo, new Value.Word(name.strip())));
        }
      } else {
        ids.add(names.resolve(refersTo, value));
      }
      ids.forEach(object.putArray(field)::add);
    }

    @Override
    public @Nullable String refersTo(JsonNode object) {
      return null;
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }

    @Override
    public String form() {
      String one = "<" + refersTo.toUpperCase(Locale.ROOT) + ">";
      return one + "[," + one + "...]";
    }
  }

  /** The device of a port: a router or a bridge, depending on the port's {@code type}. */
  public record Device(String field) implements Codec {

    @Override
    public Optional<String> read(JsonNode object, Names names) {
      return Codecs.scalar(object, field).map(id -> names.print(kind(object), id));
    }

    @Override
    public String refersTo(JsonNode object) {
      return kind(object);
    }

    /**
     * Returns the type of a port's device. {@code Router}, {@code InteriorRouter} and {@code
     * ExteriorRouter} are ports of routers; all others are ports of bridges.
     */
    public static String kind(JsonNode port) {
      return port.path("type").asText().endsWith("Router") ? "router" : "bridge";
    }

    @Override
    public void write(ObjectNode object, Value value, Names names) {
      String type =
          value instanceof Value.Word(String text) && text.startsWith("bridge")
              ? "bridge"
              : "router";
      object.put(field, names.resolve(type, value));
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }

    @Override
    public String form() {
      return "<ROUTER>|<BRIDGE>";
    }
  }
}
