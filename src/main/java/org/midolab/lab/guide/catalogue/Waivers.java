package org.midolab.lab.guide.catalogue;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What of the guide has no scenario, why, who answers for it and until when. {@code
 * features/waivers.yaml} is its text.
 */
public record Waivers(List<Waiver> waivers) {

  /** The file's name beside the features. */
  public static final String FILE = "waivers.yaml";

  public Waivers {
    waivers = List.copyOf(waivers);
  }

  /**
   * @throws GuideDataException when the file is missing, is no YAML of this shape, or a waiver
   *     lacks reason, owner or dates
   */
  public static Waivers read(Path features) {
    return GuideData.read(features.resolve(FILE), Waivers.class);
  }

  /** The waiver of an item; the most particular one when several speak of it. */
  public Optional<Waiver> of(Catalogue.Item item) {
    return waivers.stream()
        .filter(w -> w.speaksOf(item))
        .max((a, b) -> Integer.compare(a.precision(item), b.precision(item)));
  }

  /**
   * @param items ids, or the beginnings of ids
   * @param reason why, in a sentence
   * @param owner who answers for it
   * @param since the day it was granted
   * @param expires the last day on which it holds; a build after it fails
   * @param textOnly true for text about the text, in which there is nothing to observe
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

    private static boolean isBlank(String text) {
      return text == null || text.isBlank();
    }
  }
}
