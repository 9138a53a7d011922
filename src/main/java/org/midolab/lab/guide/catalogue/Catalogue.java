package org.midolab.lab.guide.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The guide, item by item, in its own order: what it asks, checks, asserts and advises. The single
 * source of order and of prerequisites; {@code features/catalogue.yaml} is its text.
 *
 * <p>An instance is sound: ids are unique, every prerequisite names an item that exists, and none
 * needs itself.
 */
public record Catalogue(String guide, List<Chapter> chapters) {

  /** The file's name beside the features. */
  public static final String FILE = "catalogue.yaml";

  public Catalogue {
    chapters = List.copyOf(chapters);
    checkIds(chapters);
  }

  /**
   * Reads and checks the catalogue that lies beside the features.
   *
   * @throws GuideDataException when the file is missing, is no YAML of this shape, or is not sound;
   *     the message names the place
   */
  public static Catalogue read(Path features) {
    var catalogue = GuideData.read(features.resolve(FILE), Catalogue.class);
    catalogue.checkNeeds();
    return catalogue;
  }

  /** Every item, in the guide's order. */
  public List<Item> items() {
    return chapters.stream()
        .flatMap(c -> c.sections().stream())
        .flatMap(s -> s.items().stream())
        .toList();
  }

  public Optional<Item> item(String id) {
    return items().stream().filter(item -> item.id().equals(id)).findFirst();
  }

  public Chapter chapterOf(Item item) {
    return chapters.stream()
        .filter(c -> c.sections().stream().anyMatch(s -> s.items().contains(item)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(item.id() + " is of another catalogue"));
  }

  /**
   * The items that an id, or the beginning of ids, stands for: {@code qsg-4.1-zk-2a} for its three
   * parts.
   */
  public List<Item> startingWith(String prefix) {
    return items().stream().filter(item -> item.isUnder(prefix)).toList();
  }

  /** What must have been done before an item: its direct prerequisites, in the guide's order. */
  public Set<Item> needsOf(Item item) {
    var needed = new LinkedHashSet<Item>();
    item.needs().forEach(need -> needed.addAll(startingWith(need)));
    needed.remove(item);
    return needed;
  }

  /**
   * What must have been done before any of these items, and before that, and so on, without the
   * items themselves.
   */
  public Set<Item> everythingBefore(Iterable<Item> items) {
    var needed = new LinkedHashSet<Item>();
    items.forEach(item -> collectNeeds(item, needed));
    return needed;
  }

  private void collectNeeds(Item item, Set<Item> needed) {
    for (var need : needsOf(item)) {
      if (needed.add(need)) {
        collectNeeds(need, needed);
      }
    }
  }

  private static void checkIds(List<Chapter> chapters) {
    var seen = new HashSet<String>();
    for (var chapter : chapters) {
      for (var section : chapter.sections()) {
        for (var item : section.items()) {
          if (!seen.add(item.id())) {
            throw new GuideDataException(
                "the id " + item.id() + " stands twice in " + FILE + "; ids are unique");
          }
        }
      }
    }
  }

  private void checkNeeds() {
    var needs = new HashMap<Item, Set<Item>>();
    for (var item : items()) {
      for (var need : item.needs()) {
        if (startingWith(need).isEmpty()) {
          throw new GuideDataException(
              FILE
                  + ": "
                  + item.id()
                  + " needs "
                  + need
                  + ", and no item has an id that begins so");
        }
      }
      needs.put(item, needsOf(item));
    }
    var sound = new HashSet<Item>();
    items().forEach(item -> checkNoCircle(item, needs, new HashSet<>(), sound));
  }

  /**
   * @param path the items that lead to this one
   * @param sound items that are known to lead to no circle
   */
  private static void checkNoCircle(
      Item item, Map<Item, Set<Item>> needs, Set<Item> path, Set<Item> sound) {
    if (sound.contains(item)) {
      return;
    }
    if (!path.add(item)) {
      throw new GuideDataException(
          FILE + ": " + item.id() + " needs itself, by way of what it needs");
    }
    needs.get(item).forEach(need -> checkNoCircle(need, needs, path, sound));
    path.remove(item);
    sound.add(item);
  }

  /** How the items' positions run, by id. */
  public Map<String, Integer> positions() {
    var positions = new LinkedHashMap<String, Integer>();
    items().forEach(item -> positions.put(item.id(), positions.size()));
    return positions;
  }

  /** A chapter of the guide, or one of ours between or after them. */
  public record Chapter(String number, String title, Status status, List<Section> sections) {

    public Chapter {
      sections = List.copyOf(sections);
    }

    public List<Item> items() {
      return sections.stream().flatMap(s -> s.items().stream()).toList();
    }
  }

  /** What the lab makes of a chapter. */
  public enum Status {
    /** Performed and observed. */
    @JsonProperty("here")
    HERE,
    /** Not built yet; its items are waived together, with a date. */
    @JsonProperty("not yet")
    NOT_YET,
    /** Not the guide's: what the lab does in place of a chapter, or to show the result. */
    @JsonProperty("ours")
    OURS,
    /**
     * Not the guide's, and it breaks things on purpose: left out unless asked for by name or by
     * {@code mvn verify}.
     */
    @JsonProperty("beyond")
    BEYOND
  }

  public record Section(String title, List<Item> items) {

    public Section {
      items = List.copyOf(items);
    }
  }

  public enum Kind {
    @JsonProperty("do")
    DO,
    @JsonProperty("verify")
    VERIFY,
    @JsonProperty("fact")
    FACT,
    @JsonProperty("note")
    NOTE
  }

  /**
   * One thing that the guide says.
   *
   * @param id {@code qsg-<chapter>.<section>-<short>-<step>}; parts of one step differ after the
   *     last dot
   * @param title what it says, in our words
   * @param nodes where it is done or seen; empty for what is about no node
   * @param needs what must have been done before, by id or by the beginning of ids
   */
  public record Item(String id, Kind kind, String title, List<String> nodes, List<String> needs) {

    public Item {
      nodes = nodes == null ? List.of() : List.copyOf(nodes);
      needs = needs == null ? List.of() : List.copyOf(needs);
    }

    /**
     * True when this is the item of that id, or one below it: a part of the step, a step of the
     * section.
     */
    public boolean isUnder(String prefix) {
      if (!id.startsWith(prefix)) {
        return false;
      }
      if (id.length() == prefix.length()) {
        return true;
      }
      char next = id.charAt(prefix.length());
      return next == '.' || next == '-';
    }
  }
}
