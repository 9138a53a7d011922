package org.midolab.midonet.cli.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.midolab.midonet.cli.codec.Codec;
import org.midolab.midonet.cli.codec.Names;
import org.midolab.midonet.cli.codec.PeerLink;
import org.midolab.midonet.cli.failure.CliException;
import org.midolab.midonet.cli.failure.CliException.User;
import org.midolab.midonet.cli.grammar.Command;
import org.midolab.midonet.cli.grammar.Command.Assignment;
import org.midolab.midonet.cli.grammar.Command.Path;
import org.midolab.midonet.cli.grammar.Help;
import org.midolab.midonet.cli.grammar.Parser;
import org.midolab.midonet.cli.schema.Attribute;
import org.midolab.midonet.cli.schema.ObjectType;
import org.midolab.midonet.cli.schema.ObjectType.Identity;
import org.midolab.midonet.cli.schema.Schema;

/**
 * Performs commands, one line at a time, and prints their results (docs: contract.md#cli-output).
 */
final class Interpreter {

  /** Result of a line. */
  enum Outcome {
    SUCCESS,
    FAILURE,
    /** {@code exit}, or a failure after which the session cannot continue. */
    END,
    END_IN_FAILURE;

    boolean succeeded() {
      return this == SUCCESS || this == END;
    }

    boolean ends() {
      return this == END || this == END_IN_FAILURE;
    }
  }

  /** Form of the ids of Keystone's projects. */
  private static final Pattern PROJECT = Pattern.compile("(?i)[0-9a-f]{32}");

  private final Schema schema;
  private final Rest rest;
  private final Aliases aliases;
  private final Directory directory;
  private final Elements elements;
  private final ObjectLines lines;
  private final PrintWriter out;
  private String tenant;

  Interpreter(Schema schema, Rest rest, Aliases aliases, String tenant, PrintWriter out) {
    this.schema = schema;
    this.rest = rest;
    this.aliases = aliases;
    this.directory = new Directory(schema, rest, aliases);
    this.elements = new Elements(rest);
    this.lines = new ObjectLines(directory, aliases);
    this.tenant = tenant;
    this.out = out;
  }

  /** Performs one line. Failures are printed on standard output, like results. */
  Outcome perform(String line) {
    try {
      Command command = Parser.parse(schema, line).orElse(null);
      if (command instanceof Command.Exit) {
        return Outcome.END;
      }
      if (command != null) {
        perform(command);
      }
      return Outcome.SUCCESS;
    } catch (CliException.Fatal e) {
      out.println(e.getMessage());
      return Outcome.END_IN_FAILURE;
    } catch (CliException e) {
      out.println(e.getMessage());
      return Outcome.FAILURE;
    } finally {
      out.flush();
    }
  }

  private void perform(Command command) {
    switch (command) {
      case Command.ListAll(Path path, List<Assignment> filters) -> list(path, filters);
      case Command.Show(Path path, String field) -> show(path, field);
      case Command.Create(Path path, List<Assignment> values) -> create(path, values);
      case Command.Set(Path path, List<Assignment> values) -> set(path, values);
      case Command.Clear(Path path, List<Attribute> attributes) -> clear(path, attributes);
      case Command.Delete(Path path) -> delete(path);
      case Command.Describe(Path path) -> new Help(schema).describe(path, out);
      case Command.Help(List<String> topic) -> new Help(schema).print(topic, out);
      case Command.Debug(boolean on) -> {
        rest.debug(on);
        out.println("turned " + (on ? "on" : "off") + " debug mode");
      }
      case Command.UseTenant(String id) -> use(id);
      case Command.Exit() ->
          throw new IllegalStateException("ends the session before it gets here");
    }
  }

  /**
   * Selects a tenant. MidoNet's client prints Python's None for no tenant, which scripts expect.
   */
  private void use(String id) {
    if (id != null && !PROJECT.matcher(id).matches()) {
      out.println(
          "WARNING!: tenant " + id + " is not 32 hexadecimal digits, as projects of Keystone are");
    }
    tenant = id;
    out.println("tenant_id: " + (id == null ? "None" : id));
  }

  private void list(Path path, List<Assignment> filters) {
    ObjectType type = path.last().type();
    Directory.Found parent = directory.find(path.parent());
    if (type.identity() == Identity.SINGLETON) {
      show(path, null);
      return;
    }
    for (JsonNode object : directory.list(parent, type, filters, tenant)) {
      out.println(lines.listed(parent, type, object));
    }
  }

  private void show(Path path, String field) {
    Directory.Found parent = directory.find(path.parent());
    if (path.last().type().identity() == Identity.ELEMENT) {
      JsonNode element = directory.element(parent, path.last());
      if (field == null) {
        out.println(lines.shown(parent, path.last().type(), element));
      } else {
        show(parent, element, path.last().type().attribute(field).orElseThrow().codec());
      }
      return;
    }
    Directory.Found found = directory.find(path);
    JsonNode object = rest.get(found.uri(), found.type().media());
    if (field == null) {
      out.println(lines.shown(parent, found.type(), object));
    } else if (field.equals("id")) {
      out.println(object.path("id").asText(found.uri().toString()));
    } else {
      show(found, object, found.type().attribute(field).orElseThrow().codec());
    }
  }

  /** Prints an attribute: for a reference to one object that object, else the value. */
  private void show(Directory.Found found, JsonNode object, Codec codec) {
    Optional<Directory.Referred> referred = directory.referred(codec, object);
    if (referred.isEmpty()) {
      codec.read(object, directory.names(found)).ifPresent(out::println);
      return;
    }
    Directory.Referred to = referred.get();
    out.println(lines.shown(to.parent(), to.type(), to.object()));
  }

  private void create(Path path, List<Assignment> values) {
    ObjectType type = path.last().type();
    if (!type.forms().create()) {
      throw new User("a " + type.word() + " cannot be created here");
    }
    Directory.Found parent = directory.find(path.parent());
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    type.fixed().forEach(body::put);
    if (tenant != null && type.hasTenant()) {
      body.put("tenantId", tenant);
    }
    Names names = directory.names(parent);
    var seen = new HashSet<Attribute>();
    for (Assignment value : values) {
      Attribute attribute = value.attribute();
      if (attribute.access() == Attribute.Access.READ_ONLY) {
        throw new User("'" + attribute.name() + "' of a " + type.word() + " is read-only");
      }
      if (!seen.add(attribute)) {
        throw new User("'" + attribute.name() + "' is given twice");
      }
      if (!(attribute.codec() instanceof PeerLink)) {
        write(attribute, body, value, names);
      }
    }
    if (type.identity() == Identity.ELEMENT) {
      elements.add(parent, type, body);
      out.println(lines.listed(parent, type, body));
      return;
    }
    URI made = rest.post(directory.collection(parent, type), type.media(), body);
    if (type.identity() == Identity.KEYED) {
      out.println(lines.listed(parent, type, rest.get(made, type.media())));
    } else {
      String id = made.getPath().substring(made.getPath().lastIndexOf('/') + 1);
      out.println(directory.node(parent, type, id).chain());
    }
    values.stream()
        .filter(v -> v.attribute().codec() instanceof PeerLink)
        .forEach(v -> link(made, v, names));
  }

  private void set(Path path, List<Assignment> values) {
    values.forEach(value -> checkWritable(path.last().type(), value.attribute()));
    Directory.Found found = directory.find(path);
    Names names = directory.names(found);
    Names siblings = directory.names(directory.find(path.parent()));
    List<Assignment> fields =
        values.stream().filter(v -> !(v.attribute().codec() instanceof PeerLink)).toList();
    if (!fields.isEmpty()) {
      ObjectNode object = load(found);
      fields.forEach(value -> write(value.attribute(), object, value, siblings));
      rest.put(found.uri(), found.type().media(), object);
    }
    values.stream()
        .filter(v -> v.attribute().codec() instanceof PeerLink)
        .forEach(v -> link(found.uri(), v, names));
  }

  private void clear(Path path, List<Attribute> attributes) {
    attributes.forEach(attribute -> checkWritable(path.last().type(), attribute));
    Directory.Found found = directory.find(path);
    List<Attribute> fields =
        attributes.stream().filter(a -> !(a.codec() instanceof PeerLink)).toList();
    if (!fields.isEmpty()) {
      ObjectNode object = load(found);
      fields.forEach(attribute -> attribute.codec().clear(object));
      rest.put(found.uri(), found.type().media(), object);
    }
    if (fields.size() < attributes.size()) {
      rest.delete(URI.create(found.uri() + "/link"));
    }
  }

  private void delete(Path path) {
    if (path.last().type().identity() == Identity.ELEMENT) {
      Directory.Found parent = directory.find(path.parent());
      elements.remove(parent, path.last().type(), directory.element(parent, path.last()));
      return;
    }
    Directory.Found found = directory.find(path);
    if (!found.type().forms().delete()) {
      throw new User("a " + found.type().word() + " cannot be deleted here");
    }
    rest.delete(found.uri());
    aliases.forget(found.node());
  }

  private void link(URI port, Assignment value, Names names) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    value.attribute().codec().write(body, value.value(), names);
    rest.post(URI.create(port + "/link"), "PortLink-v1", body);
  }

  private static void write(Attribute attribute, ObjectNode body, Assignment value, Names names) {
    try {
      attribute.codec().write(body, value.value(), names);
    } catch (User e) {
      throw new User(attribute.name() + ": " + e.getMessage().replaceFirst("^User error: ", ""));
    }
  }

  private static void checkWritable(ObjectType type, Attribute attribute) {
    if (!type.forms().update()) {
      throw new User("a " + type.word() + " cannot be changed; delete it and create another");
    }
    if (attribute.access() != Attribute.Access.WRITABLE) {
      throw new User("'" + attribute.name() + "' of a " + type.word() + " cannot be changed");
    }
  }

  private ObjectNode load(Directory.Found found) {
    if (rest.get(found.uri(), found.type().media()) instanceof ObjectNode object) {
      return object;
    }
    throw new CliException.Internal(
        "the cluster sent something that is not an object: GET " + found.uri(), null);
  }
}
