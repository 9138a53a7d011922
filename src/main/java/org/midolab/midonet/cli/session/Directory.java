package org.midolab.midonet.cli.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.midolab.midonet.cli.codec.Codec;
import org.midolab.midonet.cli.codec.Codecs;
import org.midolab.midonet.cli.codec.Names;
import org.midolab.midonet.cli.codec.RefCodecs;
import org.midolab.midonet.cli.codec.Value;
import org.midolab.midonet.cli.failure.CliException.Internal;
import org.midolab.midonet.cli.failure.CliException.User;
import org.midolab.midonet.cli.grammar.Command;
import org.midolab.midonet.cli.grammar.Command.Assignment;
import org.midolab.midonet.cli.grammar.Command.Path;
import org.midolab.midonet.cli.grammar.Command.Reference;
import org.midolab.midonet.cli.grammar.Command.Segment;
import org.midolab.midonet.cli.schema.Attribute;
import org.midolab.midonet.cli.schema.ObjectType;
import org.midolab.midonet.cli.schema.ObjectType.Identity;
import org.midolab.midonet.cli.schema.Schema;

/**
 * Resolves paths and aliases to URIs, and URIs to aliases. It starts from the root document, as all
 * clients of the API do (docs: contract.md#rest-conventions).
 */
final class Directory {

  /** Names that are ids, for the comparison of filters. */
  private static final Names PLAIN =
      new Names() {
        @Override
        public String print(String type, String id) {
          return id;
        }

        @Override
        public String resolve(String type, Value value) {
          throw new UnsupportedOperationException();
        }
      };

  /**
   * The object of a path.
   *
   * @param node its node in the session; the root for a single object
   */
  record Found(ObjectType type, URI uri, Aliases.Node node) {}

  private final Schema schema;
  private final Rest rest;
  private final Aliases aliases;

  Directory(Schema schema, Rest rest, Aliases aliases) {
    this.schema = schema;
    this.rest = rest;
    this.aliases = aliases;
  }

  /**
   * Follows a path of objects.
   *
   * @throws User when an alias is unknown, or a selection does not match exactly one object
   */
  Found find(Path path) {
    Found found = null;
    for (Segment segment : path.segments()) {
      found = step(found, segment);
    }
    return found;
  }

  private Found step(Found parent, Segment segment) {
    ObjectType type = segment.type();
    Aliases.Node scope = scope(parent);
    URI collection = collection(parent, type);
    return switch (segment.reference()) {
      case null -> new Found(type, collection, aliases.root());
      case Reference.Named(String name) -> {
        String id = aliases.resolve(scope, type.alias() == null ? type.word() : type.alias(), name);
        if (type.identity() == Identity.ID) {
          yield new Found(type, uri(type, collection, id), node(parent, type, id));
        }
        if (Aliases.isUuid(id)) {
          String first =
              type.attributes().stream()
                  .filter(a -> a.access() != Attribute.Access.READ_ONLY)
                  .findFirst()
                  .orElse(type.attributes().getFirst())
                  .name();
          throw new User(
              "a %s has no id; select it by an attribute: %s %s …"
                  .formatted(type.word(), type.word(), first));
        }
        yield new Found(type, URI.create(id), node(parent, type, id));
      }
      case Reference.Selected(List<Assignment> fields) -> {
        String key = key(type, single(parent, type, fields));
        URI uri = type.identity() == Identity.ID ? uri(type, collection, key) : URI.create(key);
        yield new Found(type, uri, node(parent, type, key));
      }
    };
  }

  /**
   * The object that an attribute refers to.
   *
   * @param parent the device of a port; null for an object of a root collection
   */
  record Referred(Found parent, ObjectType type, JsonNode object) {}

  /** Returns the object that an attribute refers to; empty when it refers to none or to several. */
  Optional<Referred> referred(Codec codec, JsonNode object) {
    String word = codec.refersTo(object);
    Optional<String> id = codec.read(object, PLAIN).map(text -> text.replaceFirst("^!", ""));
    if (word == null || id.isEmpty()) {
      return Optional.empty();
    }
    return schema.root(word).map(type -> referred(type, id.get()));
  }

  private Referred referred(ObjectType type, String id) {
    JsonNode object = rest.get(uri(type, collection(null, type), id), type.media());
    if (!type.word().equals("port")) {
      return new Referred(null, type, object);
    }
    ObjectType device = schema.root(RefCodecs.Device.kind(object)).orElseThrow();
    String deviceId = object.path("deviceId").asText();
    Found parent =
        new Found(
            device, uri(device, collection(null, device), deviceId), node(null, device, deviceId));
    return new Referred(parent, device.child("port").orElseThrow(), object);
  }

  /** Returns an element of its parent's document, selected by its attributes. */
  JsonNode element(Found parent, Segment segment) {
    if (segment.reference() instanceof Reference.Selected(List<Assignment> fields)) {
      return single(parent, segment.type(), fields);
    }
    throw new User(
        "%s have no ids and no aliases; select one by its attributes"
            .formatted(segment.type().word()));
  }

  private JsonNode single(Found parent, ObjectType type, List<Assignment> fields) {
    List<JsonNode> matching = list(parent, type, fields, null);
    if (matching.size() != 1) {
      throw new User(
          (matching.isEmpty() ? "no " : matching.size() + " ")
              + type.word()
              + (matching.isEmpty() ? "" : " objects")
              + " with "
              + described(fields));
    }
    return matching.getFirst();
  }

  private static String described(List<Assignment> fields) {
    return String.join(
        ", ",
        fields.stream()
            .map(
                f ->
                    f.attribute().name()
                        + (f.value() instanceof Value.Word(String text) ? " " + text : " as given"))
            .toList());
  }

  /** Returns the objects of a collection that match all filters, in the cluster's order. */
  List<JsonNode> list(Found parent, ObjectType type, List<Assignment> filters, String tenant) {
    Names names = names(scope(parent));
    List<JsonNode> wanted = filters.stream().map(filter -> probe(filter, names)).toList();
    return all(parent, type, tenant).stream()
        .filter(
            object -> {
              for (int i = 0; i < wanted.size(); i++) {
                Codec codec = filters.get(i).attribute().codec();
                if (!codec.read(object, PLAIN).equals(codec.read(wanted.get(i), PLAIN))) {
                  return false;
                }
              }
              return true;
            })
        .toList();
  }

  private List<JsonNode> all(Found parent, ObjectType type, String tenant) {
    if (type.identity() == Identity.ELEMENT) {
      return new Elements(rest).list(parent, type);
    }
    URI collection = collection(parent, type);
    return rest.list(
        tenant != null && type.hasTenant()
            ? URI.create(
                collection + "?tenant_id=" + URLEncoder.encode(tenant, StandardCharsets.UTF_8))
            : collection,
        type.media());
  }

  private static JsonNode probe(Assignment filter, Names names) {
    ObjectNode probe = JsonNodeFactory.instance.objectNode();
    filter.attribute().codec().write(probe, filter.value(), names);
    if (filter.attribute().codec() instanceof RefCodecs.Device
        && filter.value() instanceof Value.Word(String text)
        && text.startsWith("router")) {
      probe.put("type", "Router");
    }
    return probe;
  }

  /** Returns the URI of a type's collection, at the root or below its parent. */
  URI collection(Found parent, ObjectType type) {
    if (parent != null) {
      return URI.create(parent.uri() + "/" + type.collection());
    }
    String uri = rest.link(type.collection());
    if (uri == null) {
      throw new User(
          "this cluster has no %s objects (its root document has no '%s')"
              .formatted(type.word(), type.collection()));
    }
    return URI.create(uri);
  }

  private URI uri(ObjectType type, URI collection, String id) {
    String template = type.template() == null ? null : rest.link(type.template());
    return URI.create(template == null ? collection + "/" + id : template.replace("{id}", id));
  }

  /** Returns the key of an object in its collection: its id or its URI. */
  String key(ObjectType type, JsonNode object) {
    String field = type.identity() == Identity.ID ? "id" : "uri";
    String key = object.path(field).asText("");
    if (key.isEmpty()) {
      throw new Internal("the cluster sent a " + type.word() + " without '" + field + "'", null);
    }
    return key;
  }

  /**
   * Returns the object's node in this session; creates it if necessary. The node of a port is
   * always below its device.
   */
  Aliases.Node node(Found parent, ObjectType type, String key) {
    if (parent == null && type.word().equals("port")) {
      return aliases
          .byId("port", key)
          .or(() -> port(key))
          .orElseGet(() -> aliases.learn(aliases.root(), "port", key));
    }
    return aliases.learn(scope(parent), type.alias() == null ? type.word() : type.alias(), key);
  }

  private Aliases.Node scope(Found parent) {
    return parent == null ? aliases.root() : parent.node();
  }

  private Optional<Aliases.Node> port(String id) {
    ObjectType port = schema.root("port").orElseThrow();
    JsonNode object;
    try {
      object = rest.get(uri(port, collection(null, port), id), port.media());
    } catch (User e) {
      return Optional
          .empty(); // deleted after the reference was read, so only its id can be printed
    }
    return Codecs.scalar(object, "deviceId")
        .map(device -> aliases.learn(aliases.root(), RefCodecs.Device.kind(object), device))
        .map(device -> aliases.learn(device, "port", id));
  }

  /**
   * Returns the names for references below an object, where {@code port0} means a port of this
   * object.
   */
  Names names(Aliases.Node scope) {
    return new Names() {
      @Override
      public String print(String type, String id) {
        String prefix = schema.any(type).map(ObjectType::alias).orElse(type);
        return aliases
            .byId(prefix, id)
            .or(
                () ->
                    type.equals("port")
                        ? port(id)
                        : schema.root(type).map(t -> aliases.learn(aliases.root(), t.alias(), id)))
            .map(Aliases.Node::chain)
            .orElse(id);
      }

      @Override
      public String resolve(String type, Value value) {
        return switch (value) {
          case Value.Word(String name) ->
              aliases.resolve(scope, schema.any(type).orElseThrow().alias(), name);
          case Command.Spelled(Path path) -> find(path).node().id();
          case Value.Spelled other ->
              throw new IllegalArgumentException("not a path of the grammar: " + other);
        };
      }
    };
  }

  Names names(Found parent) {
    return names(scope(parent));
  }
}
