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
 * The items of the guide in the guide's order: instructions, checks, facts and notes. Order and
 * prerequisites are defined only here. The data is in {@code features/catalogue.yaml}.
 *
 * <p>Every instance is valid: ids are unique, every prerequisite names an existing item, and no
 * item needs itself.
 */
public record Catalogue(String guide, List<Chapter> chapters) {

  /** Name of the file in the directory of the features. */
  public static final String FILE = "catalogue.yaml";

  public Catalogue {
    chapters = List.copyOf(chapters);
    checkIds(chapters);
  }

  /**
   * Reads and checks the catalogue in the directory of the features.
   *
   * @throws GuideDataException if the file is missing, has another structure, or is not valid; the
   *     message names the place
   */
  public static Catalogue read(Path features) {
    var catalogue = GuideData.read(features.resolve(FILE), Catalogue.class);
    catalogue.checkNeeds();
    return catalogue;
  }

  /** Returns every item, in the guide's order. */
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
   * Returns the item with an id, or the items whose ids start with it: {@code qsg-4.1-zk-2a} gives
   * its three parts.
   */
  public List<Item> startingWith(String prefix) {
    return items().stream().filter(item -> item.isUnder(prefix)).toList();
  }

  /** Returns the direct prerequisites of an item, in the guide's order. */
  public Set<Item> needsOf(Item item) {
    var needed = new LinkedHashSet<Item>();
    item.needs().forEach(need -> needed.addAll(startingWith(need)));
    needed.remove(item);
    return needed;
  }

  /** Returns all direct and indirect prerequisites of these items, without the items themselves. */
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
                "the id " + item.id() + " is twice in " + FILE + "; ids are unique");
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
                  + ", and no item has an id that starts with it");
        }
      }
      needs.put(item, needsOf(item));
    }
    var sound = new HashSet<Item>();
    items().forEach(item -> checkNoCircle(item, needs, new HashSet<>(), sound));
  }

  /**
   * @param path the items that lead to this one
   * @param sound items that are known to be in no cycle
   */
  private static void checkNoCircle(
      Item item, Map<Item, Set<Item>> needs, Set<Item> path, Set<Item> sound) {
    if (sound.contains(item)) {
      return;
    }
    if (!path.add(item)) {
      throw new GuideDataException(
          FILE + ": " + item.id() + " needs itself, through its prerequisites");
    }
    needs.getOrDefault(item, Set.of()).forEach(need -> checkNoCircle(need, needs, path, sound));
    path.remove(item);
    sound.add(item);
  }

  /** Returns the position of each item by its id. */
  public Map<String, Integer> positions() {
    var positions = new LinkedHashMap<String, Integer>();
    items().forEach(item -> positions.put(item.id(), positions.size()));
    return positions;
  }

  /** A chapter of the guide, or one that the lab adds. */
  public record Chapter(String number, String title, Status status, List<Section> sections) {

    public Chapter {
      sections = List.copyOf(sections);
    }

    public List<Item> items() {
      return sections.stream().flatMap(s -> s.items().stream()).toList();
    }
  }

  /** How the lab treats a chapter. */
  public enum Status {
    /** The chapter is performed and observed. */
    @JsonProperty("here")
    HERE,
    /** The chapter is not supported yet; its items are waived until a date. */
    @JsonProperty("not yet")
    NOT_YET,
    /**
     * A chapter that the lab adds: a replacement for a chapter of the guide, or a demonstration of
     * the result.
     */
    @JsonProperty("ours")
    OURS,
    /**
     * A chapter that the lab adds and that injects faults. It is left out unless it is named or
     * {@code mvn verify} runs.
     */
    @JsonProperty("beyond")
    BEYOND,
    /**
     * A chapter that the lab adds for certificates ({@code ./lab certify}). It is left out of every
     * walk unless it is named, because it takes about 40 minutes.
     */
    @JsonProperty("certified")
    CERTIFIED
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
   * A single statement of the guide.
   *
   * @param id {@code qsg-<chapter>.<section>-<short>-<step>}; parts of one step differ after the
   *     last dot
   * @param title the statement in our own words
   * @param nodes nodes on which it is done or observed; empty if it is about no node
   * @param needs direct prerequisites, as ids or prefixes of ids
   */
  public record Item(String id, Kind kind, String title, List<String> nodes, List<String> needs) {

    public Item {
      nodes = nodes == null ? List.of() : List.copyOf(nodes);
      needs = needs == null ? List.of() : List.copyOf(needs);
    }

    /**
     * Reports whether the item has that id or is below it: a part of the step, or a step of the
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
