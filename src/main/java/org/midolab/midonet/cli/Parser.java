package org.midolab.midonet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.midolab.midonet.cli.Command.Assignment;
import org.midolab.midonet.cli.Command.Path;
import org.midolab.midonet.cli.Command.Reference;
import org.midolab.midonet.cli.Command.Segment;
import org.midolab.midonet.cli.Command.Value;

/**
 * The grammar: one line to one {@link Command} (fact sheet "midonet", §5.2; guide item G17).
 *
 * <pre>
 *   line    := path with one verb anywhere in it, then what the verb takes
 *   path    := { type [ reference ] }
 *   list    := path type { attribute value }        filters
 *   create  := path type { attribute value }
 *   set     := path { attribute value }
 *   clear   := path { attribute }
 *   show    := path [ attribute | id ]              also without any verb
 * </pre>
 *
 * A reference is an alias, a UUID, or attribute and value. Whether {@code name x} after a type is a
 * reference, a filter or a value shows only by what follows, so pairs are read first and given a
 * meaning afterwards. The parser knows the schema and no session: nothing here asks the cluster.
 *
 * <p>For completion, {@link #offers} runs the same code on what stands before the cursor and
 * returns what could follow.
 */
final class Parser {

  /** What could stand at the cursor: words, and objects of a type below a path. */
  record Offer(List<String> words, Path scope, String refersTo) {

    static Offer words(Stream<String> words) {
      return new Offer(words.toList(), null, null);
    }

    static Offer objects(Path scope, String type) {
      return new Offer(List.of(), scope, type);
    }
  }

  static final Set<String> SESSION_WORDS =
      Set.of("help", "exit", "quit", "debug", "sett", "cleart");

  /** Aliases and UUIDs, and chains of them; anything else after a type is a mistake of grammar. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?i)(?:[a-z][a-z0-9-]*\\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?::.+)?");

  private final Schema schema;
  private final Words words;
  private final int
      end; // index of the word at the cursor, which is not read; words.size() for a whole line
  private final List<Offer> offers = new ArrayList<>();
  private int next;
  private Verb verb;

  private Parser(Schema schema, Words words, int end) {
    this.schema = schema;
    this.words = words;
    this.end = end;
  }

  /**
   * Reads a whole line.
   *
   * @return empty for a blank line
   * @throws CliException.Syntax with the rest of the line that does not fit
   */
  static Optional<Command> parse(Schema schema, String line) {
    Words words = Words.of(line);
    if (words.openQuote()) {
      throw CliException.Syntax.unmatchedQuote();
    }
    return words.isEmpty()
        ? Optional.empty()
        : Optional.of(new Parser(schema, words, words.size()).line());
  }

  /**
   * What could stand in place of the word with the given index; empty when the words before it do
   * not fit.
   */
  static List<Offer> offers(Schema schema, Words words, int cursor) {
    var parser = new Parser(schema, words, cursor);
    try {
      parser.line();
    } catch (CliException e) {
      // The line is not finished, or does not fit: the offers up to here are the answer.
    }
    return parser.offers;
  }

  private Command line() {
    offer(() -> Offer.words(SESSION_WORDS.stream()));
    if (more() && SESSION_WORDS.contains(peek())) {
      return session(take());
    }
    return topology();
  }

  private Command session(String word) {
    return switch (word) {
      case "exit", "quit" -> last(new Command.Exit());
      case "cleart" -> last(new Command.UseTenant(null));
      case "sett" -> last(new Command.UseTenant(required()));
      case "debug" -> {
        offer(() -> Offer.words(Stream.of("on", "off")));
        yield switch (required()) {
          case "on" -> last(new Command.Debug(true));
          case "off" -> last(new Command.Debug(false));
          default -> throw syntaxAt(next - 1);
        };
      }
      default -> {
        offer(
            () ->
                Offer.words(
                    Stream.of(
                            Stream.of(Verb.values()).map(Verb::word),
                            SESSION_WORDS.stream(),
                            schema.roots().stream().map(ObjectType::word))
                        .flatMap(s -> s)));
        var topic = new ArrayList<String>();
        while (more()) {
          topic.add(take());
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
      offer(() -> Offer.words(types(above).map(ObjectType::word)));
      offerAttributesOf(above);
      if (!more()) {
        return atObject(path);
      }
      Optional<ObjectType> type = types(path).filter(t -> t.word().equals(peek())).findFirst();
      if (type.isEmpty()) {
        return atObject(path);
      }
      take();
      if (type.get().identity() == ObjectType.Identity.SINGLETON) {
        path = path.plus(new Segment(type.get(), null));
        continue;
      }
      readVerb();
      offer(() -> Offer.objects(above, type.get().word()));
      offerAttributesOf(path.plus(new Segment(type.get(), null)));
      if (more() && type.get().attribute(peek()).isEmpty()) {
        if (!NAME.matcher(peek()).matches()) {
          throw syntaxAt(next);
        }
        path = path.plus(new Segment(type.get(), new Reference.Named(take())));
        continue;
      }
      List<Assignment> pairs = pairs(path, type.get());
      readVerb();
      Path collection = path.plus(new Segment(type.get(), null));
      if (!more()) {
        return atCollection(collection, pairs);
      }
      if (pairs.isEmpty()) {
        throw syntaxAt(next);
      }
      path = path.plus(new Segment(type.get(), new Reference.Selected(pairs)));
    }
  }

  /** The line goes on after an object, or ends there. */
  private Command atObject(Path path) {
    if (path.segments().isEmpty()) {
      if (verb == Verb.DESCRIBE && !more()) {
        return new Command.Describe(path);
      }
      throw more() ? syntaxAt(next) : CliException.Syntax.incomplete();
    }
    ObjectType type = path.last().type();
    return switch (verb) {
      case null -> last(new Command.Show(path, field(type)));
      case SHOW -> last(new Command.Show(path, field(type)));
      case DELETE -> last(new Command.Delete(path));
      case DESCRIBE -> last(new Command.Describe(path));
      case SET -> {
        List<Assignment> values = pairs(path.parent(), type, path);
        if (more()) {
          throw syntaxAt(next);
        }
        if (values.isEmpty()) {
          throw CliException.Syntax.incomplete();
        }
        yield new Command.Set(path, values);
      }
      case CLEAR -> {
        var attributes = new ArrayList<Attribute>();
        while (more()) {
          attributes.add(type.attribute(peek()).orElseThrow(() -> syntaxAt(next)));
          take();
          offerAttributesOf(path);
        }
        if (attributes.isEmpty()) {
          throw CliException.Syntax.incomplete();
        }
        yield new Command.Clear(path, attributes);
      }
      case LIST, CREATE, ADD -> throw more() ? syntaxAt(next) : CliException.Syntax.incomplete();
    };
  }

  /** The line ends after a type, or after pairs behind it. */
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
   * Pairs that may turn out to be a reference: set, clear and show take one pair as such, the rest
   * is theirs.
   */
  private List<Assignment> pairs(Path scope, ObjectType type) {
    boolean reference = verb == Verb.SET || verb == Verb.CLEAR || verb == Verb.SHOW;
    var pairs = new ArrayList<Assignment>();
    while (more() && type.attribute(peek()).isPresent() && !(reference && pairs.size() == 1)) {
      pairs.add(pair(scope, type));
      offerAttributesOf(scope.plus(new Segment(type, null)));
      offer(() -> Offer.words(type.children().stream().map(ObjectType::word)));
    }
    return pairs;
  }

  private List<Assignment> pairs(Path scope, ObjectType type, Path object) {
    var pairs = new ArrayList<Assignment>();
    while (more() && type.attribute(peek()).isPresent()) {
      pairs.add(pair(scope, type));
      offerAttributesOf(object);
    }
    return pairs;
  }

  private Assignment pair(Path scope, ObjectType type) {
    Attribute attribute = type.attribute(take()).orElseThrow();
    Codec codec = attribute.codec();
    offer(() -> Offer.words(codec.words().stream()));
    String refersTo = codec.refersTo();
    if (refersTo == null) {
      return new Assignment(attribute, new Value.Word(required()));
    }
    offer(() -> Offer.objects(scope, refersTo));
    offer(
        () ->
            Offer.words(
                schema.roots().stream()
                    .filter(root -> leadsTo(root, refersTo))
                    .map(ObjectType::word)));
    if (more() && schema.root(peek()).filter(root -> leadsTo(root, refersTo)).isPresent()) {
      return new Assignment(attribute, new Value.Spelled(spelled(refersTo)));
    }
    return new Assignment(attribute, new Value.Word(required()));
  }

  /** A reference as a path of its own: {@code router router0 port port0}. */
  private Path spelled(String refersTo) {
    Path path = Path.ROOT;
    while (true) {
      Path above = path;
      offer(() -> Offer.words(types(above).map(ObjectType::word)));
      String word = required();
      ObjectType type =
          types(path)
              .filter(t -> t.word().equals(word))
              .findFirst()
              .orElseThrow(() -> syntaxAt(next - 1));
      offer(() -> Offer.objects(above, type.word()));
      path = path.plus(new Segment(type, new Reference.Named(required())));
      if (type.word().equals(refersTo)) {
        return path;
      }
    }
  }

  private static boolean leadsTo(ObjectType type, String word) {
    return type.word().equals(word)
        || type.children().stream().anyMatch(child -> leadsTo(child, word));
  }

  private String field(ObjectType type) {
    if (!more()) {
      return null;
    }
    if (!peek().equals("id") && type.attribute(peek()).isEmpty()) {
      throw syntaxAt(next);
    }
    return take();
  }

  private Stream<ObjectType> types(Path path) {
    return (path.segments().isEmpty() ? schema.roots() : path.last().type().children()).stream();
  }

  private void readVerb() {
    if (verb == null) {
      offer(() -> Offer.words(Stream.of(Verb.values()).map(Verb::word)));
      if (more()) {
        Verb.of(peek())
            .ifPresent(
                found -> {
                  verb = found;
                  take();
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
    offer(
        () ->
            Offer.words(
                type.attributes().stream()
                    .filter(attribute -> fits(attribute, isObject))
                    .map(Attribute::name)));
    if (verb == Verb.SHOW && isObject) {
      offer(() -> Offer.words(Stream.of("id")));
    }
  }

  /** Whether completion offers an attribute after the verb read so far. */
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

  private void offer(java.util.function.Supplier<Offer> offer) {
    if (next == end) {
      offers.add(offer.get());
    }
  }

  private boolean more() {
    return next < end;
  }

  private String peek() {
    return words.text(next);
  }

  private String take() {
    return words.text(next++);
  }

  private String required() {
    if (!more()) {
      throw CliException.Syntax.incomplete();
    }
    return take();
  }

  private <C> C last(C command) {
    if (more()) {
      throw syntaxAt(next);
    }
    return command;
  }

  private CliException.Syntax syntaxAt(int index) {
    return CliException.Syntax.at(words.from(index));
  }
}
