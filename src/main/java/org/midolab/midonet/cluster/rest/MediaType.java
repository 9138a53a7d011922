package org.midolab.midonet.cluster.rest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A vendor media type with its versions, {@code application/vnd.org.midonet.NAME-vN+json}, lists
 * {@code application/vnd.org.midonet.collection.NAME-vN+json} (docs: contract.md#rest-conventions).
 * Plain {@code application/json} means the newest version.
 *
 * @param name such as {@code Bridge}
 * @param listName name for lists of such objects
 * @param formerNames former names that clients may still send
 * @param oldest the oldest version that clients of 5.0 may use
 * @param newest the newest version that is served
 */
public record MediaType(
    String name, String listName, Set<String> formerNames, int oldest, int newest) {

  public static final String JSON = "application/json";

  private static final String COLLECTION = "collection.";

  private static final Pattern VENDOR =
      Pattern.compile("application/vnd\\.org\\.midonet\\.([a-z0-9.]+)-v([0-9]{1,3})\\+json");

  public MediaType {
    formerNames = Set.copyOf(formerNames);
    if (oldest < 1 || newest < oldest) {
      throw new IllegalArgumentException("versions of " + name + ": " + oldest + " to " + newest);
    }
  }

  public static MediaType of(String name, int version) {
    return of(name, version, version);
  }

  public static MediaType of(String name, int oldest, int newest) {
    return new MediaType(name, COLLECTION + name, Set.of(), oldest, newest);
  }

  /** Returns the type with a former name that clients may also use. */
  public MediaType or(String formerName) {
    return new MediaType(name, listName, Set.of(formerName), oldest, newest);
  }

  /** Returns the type with another name for lists. */
  public MediaType listedAs(String otherName) {
    return new MediaType(name, otherName, formerNames, oldest, newest);
  }

  /** Returns the full name of one version. */
  public String text(int version, boolean collection) {
    return "application/vnd.org.midonet."
        + (collection ? listName : name)
        + "-v"
        + version
        + "+json";
  }

  /** Result of the negotiation: the value of {@code Content-Type}, and the version to write. */
  record Chosen(String text, int version) {}

  /**
   * Chooses a type by the {@code Accept} header (RFC 9110, §12.5.1): the one with the highest
   * quality, and of equal ones the first.
   *
   * @param accept the header's value; null or blank accepts anything
   * @throws ApiException 406 when none of the accepted types is available
   */
  Chosen negotiate(String accept, boolean collection) {
    if (accept == null || accept.isBlank()) {
      return new Chosen(text(newest, collection), newest);
    }
    for (Range range : Range.parse(accept)) {
      if (range.quality() == 0) {
        continue;
      }
      switch (range.type()) {
        case "*/*", "application/*" -> {
          return new Chosen(text(newest, collection), newest);
        }
        case JSON -> {
          return new Chosen(JSON, newest);
        }
        default -> {
          int version = versionOf(range.type(), collection);
          if (version > 0) {
            return new Chosen(text(version, collection), version);
          }
        }
      }
    }
    throw new ApiException(
        406,
        "no acceptable media type is available; accept "
            + alternatives(collection)
            + " or application/json");
  }

  /**
   * Works as {@link #negotiate}, for an answer that is one object or a list.
   *
   * @throws ApiException 406 when neither is acceptable
   */
  Chosen negotiateOneOrMany(String accept) {
    try {
      return negotiate(accept, false);
    } catch (ApiException e) {
      return negotiate(accept, true);
    }
  }

  /**
   * Returns the version of a body.
   *
   * @throws ApiException 415 when the type or version is not supported
   */
  int versionOfBody(String contentType) {
    return versionOfBody(contentType, false);
  }

  /** Works as {@link #versionOfBody(String)}, for a body that may also be a list. */
  int versionOfBodyOrList(String contentType) {
    return versionOfBody(contentType, true);
  }

  private int versionOfBody(String contentType, boolean orList) {
    if (contentType != null) {
      String type = Range.bare(contentType);
      int version = type.equals(JSON) ? newest : versionOf(type, false);
      if (version == 0 && orList) {
        version = versionOf(type, true);
      }
      if (version > 0) {
        return version;
      }
    }
    throw new ApiException(
        415,
        (contentType == null ? "the request has no Content-Type" : "unsupported Content-Type")
            + "; send "
            + alternatives(false)
            + " or application/json");
  }

  private int versionOf(String type, boolean collection) {
    Matcher matcher = VENDOR.matcher(type);
    if (matcher.matches() && isName(matcher.group(1), collection)) {
      int version = Integer.parseInt(matcher.group(2));
      return version >= oldest && version <= newest ? version : 0;
    }
    return 0;
  }

  private boolean isName(String text, boolean collection) {
    return text.equalsIgnoreCase(collection ? listName : name)
        || formerNames.stream()
            .map(former -> collection ? COLLECTION + former : former)
            .anyMatch(text::equalsIgnoreCase);
  }

  private String alternatives(boolean collection) {
    return oldest == newest
        ? text(newest, collection)
        : text(newest, collection) + " (versions from v" + oldest + ")";
  }

  /** One element of an {@code Accept} header. */
  private record Range(String type, double quality) {

    static List<Range> parse(String accept) {
      List<Range> ranges = new ArrayList<>();
      for (String element : accept.split(",")) {
        ranges.add(new Range(bare(element), quality(element)));
      }
      ranges.sort(Comparator.comparingDouble((Range range) -> -range.quality()));
      return ranges;
    }

    /** Returns the media type without parameters, in lower case. */
    static String bare(String element) {
      int semicolon = element.indexOf(';');
      return (semicolon < 0 ? element : element.substring(0, semicolon))
          .strip()
          .toLowerCase(Locale.ROOT);
    }

    private static double quality(String element) {
      Matcher matcher = QUALITY.matcher(element);
      return matcher.find() ? Double.parseDouble(matcher.group(1)) : 1;
    }

    private static final Pattern QUALITY =
        Pattern.compile(";\\s*q\\s*=\\s*([01](?:\\.[0-9]{0,3})?)", Pattern.CASE_INSENSITIVE);
  }
}
