package org.midolab.lab.guide.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.midolab.lab.guide.run.Journal;
import org.midolab.lab.probe.LabNodes;

/**
 * Replaces the guide's placeholders, such as {@code host0}, {@code router0} and {@code
 * BGP_PASSWORD}, by their values in this lab. A session numbers aliases in the order in which it
 * finds objects; so each alias is looked up by name or address in the session's own listings. The
 * id of an object of Neutron is looked up in Neutron's lists.
 */
public final class Glossary {

  private static final Pattern HOST = Pattern.compile("the host named (.+)");
  private static final Pattern ZONE = Pattern.compile("the tunnel zone named (.+)");
  private static final Pattern ROUTER = Pattern.compile("the router named (.+)");
  private static final Pattern BRIDGE = Pattern.compile("the bridge named (.+)");
  private static final Pattern PORT = Pattern.compile("the port (\\S+) of the router named (.+)");
  private static final Pattern PEER = Pattern.compile("the peer (\\S+) of the router named (.+)");
  private static final Pattern UNDERLAY = Pattern.compile("the underlay address of (.+)");
  private static final Pattern PASSWORD = Pattern.compile("the password between (\\S+) and (\\S+)");
  private static final Pattern NEUTRON =
      Pattern.compile("the id of Neutron's (network|subnet|router) named (.+)");
  private static final Pattern NEUTRON_PORT =
      Pattern.compile("the id of Neutron's port with the address (\\S+)");
  private static final Pattern SECRET = Pattern.compile("a secret of this lab");
  private static final Pattern CAPITALS = Pattern.compile("[A-Z_]+");

  private final LabNodes lab;
  private final OpenTerminals terminals;
  private final Journal journal;
  private final Map<String, String> meanings = new LinkedHashMap<>();

  public Glossary(LabNodes lab, OpenTerminals terminals, Journal journal) {
    this.lab = lab;
    this.terminals = terminals;
    this.journal = journal;
  }

  /** Defines a placeholder of the guide. Its value is looked up when it is typed. */
  public void define(String word, String meaning) {
    meanings.put(word, meaning);
  }

  /** Stores the alias that the session gave an object. Later commands use {@code <word>} for it. */
  public void nameAlias(String word, String alias) {
    terminals.names().put("<" + word + ">", alias);
  }

  void clearAliases() {
    terminals.names().clear();
  }

  /** Returns the text with all placeholders replaced by their values, in one pass. */
  public String resolved(String text) {
    var words = new ArrayList<String>(terminals.names().keySet());
    meanings.keySet().stream().filter(word -> !words.contains(word)).forEach(words::add);
    if (words.isEmpty()) {
      return text;
    }
    words.sort(Comparator.comparingInt(String::length).reversed());
    var any = Pattern.compile(words.stream().map(Glossary::token).collect(Collectors.joining("|")));
    return any.matcher(text).replaceAll(found -> Matcher.quoteReplacement(meaning(found.group())));
  }

  /**
   * A word of the guide stands alone; a name in angle brackets may stand inside a word. An alias
   * behind a colon is another's part, a word in capitals is what it always is: {@code
   * user:PASSWORD@host}.
   */
  private static String token(String word) {
    var quoted = Pattern.quote(word);
    if (word.startsWith("<")) {
      return quoted;
    }
    return (CAPITALS.matcher(word).matches() ? "(?<!\\w)" : "(?<![\\w:])") + quoted + "(?!\\w)";
  }

  private String meaning(String word) {
    var alias = terminals.names().get(word);
    return alias != null
        ? alias
        : meaning(word, Objects.requireNonNull(meanings.get(word), "no alias, so it is defined"));
  }

  private String meaning(String word, String meaning) {
    return match(SECRET, meaning, m -> hidden(lab.secret(word)))
        .or(match(PASSWORD, meaning, m -> hidden(lab.bgpPassword(m.group(1), m.group(2)))))
        .or(match(UNDERLAY, meaning, m -> lab.node(m.group(1)).address("eth2").orElseThrow()))
        .or(match(HOST, meaning, m -> listed("list host", "host (\\S+) name " + quote(m.group(1)))))
        .or(
            match(
                ZONE,
                meaning,
                m -> listed("list tunnel-zone", "tzone (\\S+) name " + quote(m.group(1)))))
        .or(match(ROUTER, meaning, m -> router(m.group(1))))
        .or(
            match(
                BRIDGE,
                meaning,
                m -> listed("list bridge", "bridge (\\S+) name " + quote(m.group(1)))))
        .or(match(PORT, meaning, m -> portOf(router(m.group(2)), m.group(1))))
        .or(match(PEER, meaning, m -> peerOf(router(m.group(2)), m.group(1))))
        .or(
            match(
                NEUTRON,
                meaning,
                m -> id(() -> terminals.neutron().named(m.group(1) + "s", m.group(2)))))
        .or(match(NEUTRON_PORT, meaning, m -> id(() -> terminals.neutron().port(m.group(1)))))
        .orElse(meaning);
  }

  private String router(String name) {
    return listed("list router", "router (\\S+) name " + quote(name));
  }

  private String portOf(String router, String address) {
    return router
        + ":"
        + listed("router " + router + " list port", "port (\\S+) .*address " + quote(address));
  }

  private String peerOf(String router, String address) {
    return listed("router " + router + " list bgp-peer", "peer (\\S+) .*address " + quote(address));
  }

  private interface Lookup {
    JsonNode object() throws IOException, InterruptedException;
  }

  private static String id(Lookup lookup) {
    try {
      return lookup.object().path("id").asText();
    } catch (IOException e) {
      throw new AssertionError(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while an id was looked up", e);
    }
  }

  /** Returns the alias in the line of a listing that matches. */
  private String listed(String command, String pattern) {
    List<String> lines = terminals.cli().type(command);
    var line = Pattern.compile(pattern + "(?:[ /].*)?");
    return lines.stream()
        .map(line::matcher)
        .filter(Matcher::matches)
        .map(m -> m.group(1))
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "expected \"" + command + "\" to list " + pattern + ", it listed " + lines));
  }

  private String hidden(String secret) {
    journal.redactor().hide(secret);
    return secret;
  }

  private static String quote(String text) {
    return "\"?" + Pattern.quote(text) + "\"?";
  }

  private static Choice match(Pattern pattern, String meaning, Function<Matcher, String> found) {
    var matcher = pattern.matcher(meaning);
    return matcher.matches() ? new Choice(found.apply(matcher)) : new Choice(null);
  }

  private record Choice(@Nullable String value) {

    Choice or(Choice other) {
      return value != null ? this : other;
    }

    String orElse(String otherwise) {
      return value != null ? value : otherwise;
    }
  }
}
