package org.midolab.lab.guide.catalogue;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The items of the guide without a scenario, with the reason, the owner and the end date. The data
 * is in {@code features/waivers.yaml}.
 */
public record Waivers(List<Waiver> waivers) {

  /** Name of the file in the directory of the features. */
  public static final String FILE = "waivers.yaml";

  public Waivers {
    waivers = List.copyOf(waivers);
  }

  /**
   * Reads the waivers.
   *
   * @throws GuideDataException if the file is missing or has another structure, or if a waiver has
   *     no reason, owner or dates
   */
  public static Waivers read(Path features) {
    return GuideData.read(features.resolve(FILE), Waivers.class);
  }

  /** Returns the waiver of an item. If several name it, returns the one with the longest id. */
  public Optional<Waiver> of(Catalogue.Item item) {
    return waivers.stream()
        .filter(w -> w.speaksOf(item))
        .max((a, b) -> Integer.compare(a.precision(item), b.precision(item)));
  }

  /**
   * A waiver.
   *
   * @param items ids, or prefixes of ids
   * @param reason one sentence
   * @param owner the responsible person or role
   * @param since the day on which it was granted
   * @param expires the last day on which it is valid; later builds fail
   * @param textOnly true for explanatory text, in which there is nothing to observe
   */
  public record Waiver(
      List<String> items,
      String reason,
      String owner,
      LocalDate since,
      LocalDate expires,
      boolean textOnly) {

    public Waiver {
      items = items == null ? List.of() : List.copyOf(items);
      if (items.isEmpty()
          || isBlank(reason)
          || isBlank(owner)
          || since == null
          || expires == null) {
        throw new GuideDataException(
            "a waiver has items, reason, owner, since and expires; that of "
                + items
                + " lacks one in "
                + FILE);
      }
    }

    public boolean speaksOf(Catalogue.Item item) {
      return items.stream().anyMatch(item::isUnder);
    }

    public boolean isExpired(LocalDate today) {
      return today.isAfter(expires);
    }

    private int precision(Catalogue.Item item) {
      return items.stream().filter(item::isUnder).mapToInt(String::length).max().orElse(0);
    }

    private static boolean isBlank(@Nullable String text) {
      return text == null || text.isBlank();
    }
  }
}
