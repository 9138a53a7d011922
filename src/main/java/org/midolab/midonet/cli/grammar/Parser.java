package org.midolab.midonet.cli.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.midolab.midonet.cli.codec.Codec;
import org.midolab.midonet.cli.codec.Value;
import org.midolab.midonet.cli.failure.CliException;
import org.midolab.midonet.cli.grammar.Command.Assignment;
import org.midolab.midonet.cli.grammar.Command.Path;
import org.midolab.midonet.cli.grammar.Command.Reference;
import org.midolab.midonet.cli.grammar.Command.Segment;
import org.midolab.midonet.cli.schema.Attribute;
import org.midolab.midonet.cli.schema.ObjectType;
import org.midolab.midonet.cli.schema.Schema;

/**
 * Parses a line to a {@link Command} (docs: contract.md#cli-grammar).
 *
 * <pre>
 *   line    := path with one verb anywhere in it, then the verb's arguments
 *   path    := { type [ reference ] }
 *   list    := path type { attribute value }        filters
 *   create  := path type { attribute value }
 *   set     := path { attribute value }
 *   clear   := path { attribute }
 *   show    := path [ attribute | id ]              also without any verb
 * </pre>
 *
 * A reference is an alias, a UUID, or attribute and value. Whether {@code name x} after a type is a
 * reference, a filter or a value depends on the following words, so pairs are read first and
 * interpreted afterwards. The parser uses the schema only, not the session or the cluster.
 *
 * <p>{@code ?} means help. A pasted prompt at the start of a line is ignored.
 *
 * <p>For completion, {@link #offers} runs the same code on the words before the cursor and returns
 * the possible next words.
 */
public final class Parser {

  static final Set<String> SESSION_WORDS =
      Set.of("help", "exit", "quit", "debug", "sett", "cleart");

  /** Aliases and UUIDs, and chains of these; other words after a type are syntax errors. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?i)(?:[a-z][a-z0-9-]*\\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?::.+)?");

  private static final Pattern PASTED = Pattern.compile("^\\ufeff?\\s*(?:midonet>\\s*)*");

  private final Schema schema;
  private final Reading line;
  private @Nullable Verb verb;

  private Parser(Schema schema, Reading line) {
    this.schema = schema;
    this.line = line;
  }

  /**
   * Parses a whole line.
   *
   * @return empty for a blank line
   * @throws CliException.Syntax with the rest of the line that does not match the grammar
   */
  public static Optional<Command> parse(Schema schema, String line) {
    Words words = Words.of(typed(line));
    if (words.openQuote()) {
      throw CliException.Syntax.unmatchedQuote();
    }
    return words.isEmpty()
        ? Optional.empty()
        : Optional.of(new Parser(schema, new Reading(words, words.size())).line());
  }

  /**
   * Returns the command of a line, without a byte order mark and pasted prompts. A leading question
   * mark means help.
   */
  private static String typed(String line) {
    String text = PASTED.matcher(line).replaceFirst("");
    return text.startsWith("?") ? "help " + text.substring(1) : text;
  }

  /**
   * Returns the candidates for the word with the given index; empty when the words before it do not
   * match the grammar.
   */
  public static List<Offer> offers(Schema schema, Words words, int cursor) {
    var line = new Reading(words, cursor);
    try {
      new Parser(schema, line).line();
    } catch (CliException e) {
      // The line is incomplete or does not match the grammar; the offers so far are the result.
    }
    return line.offers();
  }

  private Command line() {
    line.offer(() -> Offer.words(SESSION_WORDS.stream()));
    if (line.more() && SESSION_WORDS.contains(line.peek())) {
      return session(line.take());
    }
    return topology();
  }

  private Command session(String word) {
    return switch (word) {
      case "exit", "quit" -> line.last(new Command.Exit());
      case "cleart" -> line.last(new Command.UseTenant(null));
      case "sett" -> line.last(new Command.UseTenant(line.required()));
      case "debug" -> {
        line.offer(() -> Offer.words(Stream.of("on", "off")));
        yield switch (line.required()) {
          case "on" -> line.last(new Command.Debug(true));
          case "off" -> line.last(new Command.Debug(false));
          default -> throw line.misfitBefore();
        };
      }
      default -> {
        line.offer(
            () ->
                Offer.words(
                    Stream.of(
                            Stream.of(Verb.values()).map(Verb::word),
                            SESSION_WORDS.stream(),
                            schema.roots().stream().map(ObjectType::word))
                        .flatMap(s -> s)));
        var topic = new ArrayList<String>();
        while (line.more()) {
          topic.add(line.take());
        }
        yield new Command.Help(topic);
      }
    };
  }

  private Command topology() {
    Path path = Path.ROOT;
    while (true) {
      readVerb();
      Path above = path;
      line.offer(() -> Offer.words(types(above).map(ObjectType::word)));
      offerAttributesOf(above);
      if (!line.more()) {
        return atObject(path);
      }
      Optional<ObjectType> type = types(path).filter(t -> t.word().equals(line.peek())).findFirst();
      if (type.isEmpty()) {
        return atObject(path);
      }
      line.take();
      if (type.get().identity() == ObjectType.Identity.SINGLETON) {
        path = path.plus(new Segment(type.get(), null));
        continue;
      }
      readVerb();
      line.offer(() -> Offer.objects(above, type.get().word()));
      offerAttributesOf(path.plus(new Segment(type.get(), null)));
      if (line.more() && type.get().attribute(line.peek()).isEmpty()) {
        if (!NAME.matcher(line.peek()).matches()) {
          throw line.misfit();
        }
        path = path.plus(new Segment(type.get(), new Reference.Named(line.take())));
        continue;
      }
      List<Assignment> pairs = pairs(path, type.get());
      readVerb();
      Path collection = path.plus(new Segment(type.get(), null));
      if (!line.more()) {
        return atCollection(collection, pairs);
      }
      if (pairs.isEmpty()) {
        throw line.misfit();
      }
      path = path.plus(new Segment(type.get(), new Reference.Selected(pairs)));
    }
  }

  /** Parses the rest of the line after an object. */
  private Command atObject(Path path) {
    if (path.segments().isEmpty()) {
      if (verb == Verb.DESCRIBE && !line.more()) {
        return new Command.Describe(path);
      }
      throw line.more() ? line.misfit() : CliException.Syntax.incomplete();
    }
    ObjectType type = path.last().type();
    return switch (verb) {
      case null -> line.last(new Command.Show(path, field(type)));
      case SHOW -> line.last(new Command.Show(path, field(type)));
      case DELETE -> line.last(new Command.Delete(path));
      case DESCRIBE -> line.last(new Command.Describe(path));
      case SET -> {
        List<Assignment> values = pairs(path.parent(), type, path);
        if (line.more()) {
          throw line.misfit();
        }
        if (values.isEmpty()) {
          throw CliException.Syntax.incomplete();
        }
        yield new Command.Set(path, values);
      }
      case CLEAR -> {
        var attributes = new ArrayList<Attribute>();
        while (line.more()) {
          attributes.add(type.attribute(line.peek()).orElseThrow(line::misfit));
          line.take();
          offerAttributesOf(path);
        }
        if (attributes.isEmpty()) {
          throw CliException.Syntax.incomplete();
        }
        yield new Command.Clear(path, attributes);
      }
      case LIST, CREATE, ADD ->
          throw line.more() ? line.misfit() : CliException.Syntax.incomplete();
    };
  }

  /** Parses the end of the line after a type and its pairs. */
  private Command atCollection(Path collection, List<Assignment> pairs) {
    return switch (verb) {
      case LIST -> new Command.ListAll(collection, pairs);
      case CREATE, ADD -> new Command.Create(collection, pairs);
      case DESCRIBE -> new Command.Describe(collection);
      case null, default -> {
        if (pairs.isEmpty() || verb == Verb.SET || verb == Verb.CLEAR) {
          throw CliException.Syntax.incomplete();
        }
        Path object =
            collection
                .parent()
                .plus(new Segment(collection.last().type(), new Reference.Selected(pairs)));
        yield verb == Verb.DELETE ? new Command.Delete(object) : new Command.Show(object, null);
      }
    };
  }

  /**
   * Parses pairs that may be a reference: set, clear and show use the first pair as a reference and
   * the others as arguments.
   */
  private List<Assignment> pairs(Path scope, ObjectType type) {
    boolean reference = verb == Verb.SET || verb == Verb.CLEAR || verb == Verb.SHOW;
    var pairs = new ArrayList<Assignment>();
    while (line.more()
        && type.attribute(line.peek()).isPresent()
        && !(reference && pairs.size() == 1)) {
      pairs.add(pair(scope, type));
      offerAttributesOf(scope.plus(new Segment(type, null)));
      line.offer(() -> Offer.words(type.children().stream().map(ObjectType::word)));
    }
    return pairs;
  }

  private List<Assignment> pairs(Path scope, ObjectType type, Path object) {
    var pairs = new ArrayList<Assignment>();
    while (line.more() && type.attribute(line.peek()).isPresent()) {
      pairs.add(pair(scope, type));
      offerAttributesOf(object);
    }
    return pairs;
  }

  private Assignment pair(Path scope, ObjectType type) {
    Attribute attribute = type.attribute(line.take()).orElseThrow();
    Codec codec = attribute.codec();
    line.offer(() -> Offer.words(codec.words().stream()));
    String refersTo = codec.refersTo();
    if (refersTo == null) {
      return new Assignment(attribute, new Value.Word(line.required()));
    }
    line.offer(() -> Offer.objects(scope, refersTo));
    line.offer(
        () ->
            Offer.words(
                schema.roots().stream()
                    .filter(root -> leadsTo(root, refersTo))
                    .map(ObjectType::word)));
    if (line.more()
        && schema.root(line.peek()).filter(root -> leadsTo(root, refersTo)).isPresent()) {
      return new Assignment(attribute, new Command.Spelled(spelled(refersTo)));
    }
    return new Assignment(attribute, new Value.Word(line.required()));
  }

  /** Parses a spelled-out reference: {@code router router0 port port0}. */
  private Path spelled(String refersTo) {
    Path path = Path.ROOT;
    while (true) {
      Path above = path;
      line.offer(() -> Offer.words(types(above).map(ObjectType::word)));
      String word = line.required();
      ObjectType type =
          types(path)
              .filter(t -> t.word().equals(word))
              .findFirst()
              .orElseThrow(line::misfitBefore);
      line.offer(() -> Offer.objects(above, type.word()));
      path = path.plus(new Segment(type, new Reference.Named(line.required())));
      if (type.word().equals(refersTo)) {
        return path;
      }
    }
  }

  private static boolean leadsTo(ObjectType type, String word) {
    return type.word().equals(word)
        || type.children().stream().anyMatch(child -> leadsTo(child, word));
  }

  private @Nullable String field(ObjectType type) {
    if (!line.more()) {
      return null;
    }
    if (!line.peek().equals("id") && type.attribute(line.peek()).isEmpty()) {
      throw line.misfit();
    }
    return line.take();
  }

  private Stream<ObjectType> types(Path path) {
    return (path.segments().isEmpty() ? schema.roots() : path.last().type().children()).stream();
  }

  private void readVerb() {
    if (verb == null) {
      line.offer(() -> Offer.words(Stream.of(Verb.values()).map(Verb::word)));
      if (line.more()) {
        Verb.of(line.peek())
            .ifPresent(
                found -> {
                  verb = found;
                  line.take();
                });
      }
    }
  }

  private void offerAttributesOf(Path path) {
    if (path.segments().isEmpty()) {
      return;
    }
    ObjectType type = path.last().type();
    boolean isObject = path.last().isObject();
    line.offer(
        () ->
            Offer.words(
                type.attributes().stream()
                    .filter(attribute -> fits(attribute, isObject))
                    .map(Attribute::name)));
    if (verb == Verb.SHOW && isObject) {
      line.offer(() -> Offer.words(Stream.of("id")));
    }
  }

  /** Returns whether completion offers an attribute for the parsed verb. */
  private boolean fits(Attribute attribute, boolean isObject) {
    return switch (verb) {
      case null -> false;
      case SET, CLEAR -> isObject && attribute.access() == Attribute.Access.WRITABLE;
      case CREATE, ADD -> !isObject && attribute.access() != Attribute.Access.READ_ONLY;
      case SHOW -> isObject;
      case LIST -> !isObject;
      case DELETE, DESCRIBE -> false;
    };
  }
}
