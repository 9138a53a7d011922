package org.midolab.midonet.cli.grammar;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.midolab.midonet.cli.failure.CliException;
import org.midolab.midonet.cli.grammar.Command.Path;
import org.midolab.midonet.cli.schema.Attribute;
import org.midolab.midonet.cli.schema.ObjectType;
import org.midolab.midonet.cli.schema.Schema;

/** Prints {@code help} and {@code describe}; the texts about objects are from the schema. */
public final class Help {

  private static final String OVERVIEW =
      """
      Commands:
        list [OBJECT] TYPE [FIELD VALUE]...          the objects of a type, those alone that match
        show OBJECT [FIELD]                          an object, or one field of it; also without 'show'
        create|add [OBJECT] TYPE [FIELD VALUE]...    make an object
        set OBJECT FIELD VALUE...                    change fields of an object
        clear OBJECT FIELD...                        unset fields of an object
        delete OBJECT                                remove an object
        describe [OBJECT] [TYPE]                     the members of an object or a type
        sett TENANT | cleart                         work for one tenant, or for all
        debug on|off                                 show requests and answers
        help | ? [COMMAND | TYPE]                    this, or more about one
        exit | quit                                  end the session

      The verb may stand anywhere: 'list router router0 port', 'router router0 list port' and 'router router0 port list'
      are the same. list, show, delete and describe may be shortened.

      Types:
      """;

  /** As in MidoNet, only the first line of names is indented. */
  private static final String INDENT = "    ";

  private static final int WIDTH = 76;

  private final Schema schema;

  public Help(Schema schema) {
    this.schema = schema;
  }

  public void print(List<String> topic, PrintWriter out) {
    if (topic.isEmpty()) {
      out.print(OVERVIEW);
      schema.roots().forEach(type -> out.printf("  %-16s %s%n", type.word(), type.about()));
      return;
    }
    Optional<ObjectType> type = type(topic);
    if (type.isPresent()) {
      manual(type.get(), out);
      return;
    }
    String word = topic.getFirst();
    Optional<String> command = topic.size() == 1 ? about(word) : Optional.empty();
    out.println(
        command.orElseThrow(
            () ->
                new CliException.User(
                    "no help on '"
                        + String.join(" ", topic)
                        + "'; 'help' lists all commands and types")));
  }

  /** Finds a type by its word, or by the words from the root: {@code router port}. */
  private Optional<ObjectType> type(List<String> topic) {
    if (topic.size() == 1) {
      return schema.any(topic.getFirst());
    }
    Optional<ObjectType> type = schema.root(topic.getFirst());
    for (String word : topic.subList(1, topic.size())) {
      type = type.flatMap(t -> t.child(word));
    }
    return type;
  }

  private static Optional<String> about(String word) {
    if (Parser.SESSION_WORDS.contains(word)) {
      return Optional.of(
          switch (word) {
            case "sett" ->
                "sett TENANT\n  Lists and creates objects of this tenant only, from now on.";
            case "cleart" -> "cleart\n  Lists the objects of all tenants again.";
            case "debug" ->
                "debug on|off\n  Shows each request and answer on standard error; secrets are masked.";
            case "help" ->
                "help [COMMAND | TYPE...]\n  Explains a command, or a type such as 'router' or 'router port'.";
            default -> "exit | quit | Ctrl-D\n  Ends the session.";
          });
    }
    return Verb.of(word)
        .map(
            verb ->
                switch (verb) {
                  case LIST ->
                      "list [OBJECT] TYPE [FIELD VALUE]...\n"
                          + "  One line per object of the collection; given fields must be equal.\n"
                          + "    list router name \"Edge Router\"\n    router router0 list port";
                  case SHOW ->
                      "show OBJECT [FIELD]\n"
                          + "  Prints the object's line, or the value of one field; 'id' is its UUID.\n"
                          + "    show router router0\n    router router0 port port0 show bgp-status";
                  case CREATE, ADD ->
                      "create|add [OBJECT] TYPE [FIELD VALUE]...\n"
                          + "  Creates an object and prints its alias.\n"
                          + "    tunnel-zone create name tz type vxlan\n"
                          + "    router router0 add bgp-peer asn 64513 address 198.51.100.1";
                  case SET ->
                      "set OBJECT FIELD VALUE...\n  Changes fields.\n    router router0 set asn 64512";
                  case CLEAR ->
                      "clear OBJECT FIELD...\n  Unsets fields.\n    router router0 clear infilter";
                  case DELETE ->
                      "delete OBJECT\n"
                          + "  Removes an object. Objects without an alias are selected by a field.\n"
                          + "    delete router router0 port port1\n    host host0 delete binding port router0:port0";
                  case DESCRIBE ->
                      "describe [OBJECT] [TYPE]\n  Names the members of an object or a type.";
                });
  }

  private static void manual(ObjectType type, PrintWriter out) {
    out.println(type.word().toUpperCase(Locale.ROOT));
    out.println("  " + type.about());
    if (!type.attributes().isEmpty()) {
      out.println();
      out.println("ATTRIBUTES");
      for (Attribute attribute : type.attributes()) {
        String access =
            switch (type.forms() == ObjectType.Forms.READ_ONLY
                ? Attribute.Access.READ_ONLY
                : attribute.access()) {
              case READ_ONLY -> " (read-only)";
              case CREATE_ONLY -> " (when created)";
              case WRITABLE -> "";
            };
        String shown = attribute.shown() == Attribute.Shown.ON_REQUEST ? " (by 'show' only)" : "";
        out.println("  " + attribute.name() + " " + attribute.codec().form() + access + shown);
        if (!attribute.about().isEmpty()) {
          out.println("      " + attribute.about());
        }
      }
    }
    if (!type.children().isEmpty()) {
      out.println();
      out.println("CONTAINS");
      type.children().forEach(child -> out.printf("  %-14s %s%n", child.word(), child.about()));
    }
  }

  /** Prints the names of members in columns, as MidoNet's {@code describe} does. */
  public void describe(Path path, PrintWriter out) {
    boolean root = path.segments().isEmpty();
    List<ObjectType> types = root ? schema.roots() : path.last().type().children();
    List<String> fields = root ? List.of() : fields(path.last().type());
    out.println("Object collections:");
    members(types.stream().map(ObjectType::word).toList(), out);
    out.println("Fields:");
    members(fields, out);
  }

  private static List<String> fields(ObjectType type) {
    Stream<String> id =
        type.identity() == ObjectType.Identity.ID ? Stream.of("id") : Stream.empty();
    return Stream.concat(id, type.attributes().stream().map(Attribute::name)).toList();
  }

  private static void members(List<String> names, PrintWriter out) {
    out.print(INDENT);
    if (names.isEmpty()) {
      out.println("<NONE>");
    } else {
      Columns.of(names, WIDTH).forEach(out::println);
    }
  }
}
