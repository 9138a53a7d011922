package org.midolab.lab.spec;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Parses a lab file's bytes into a tree of YAML nodes. A lab file may use a subset of YAML: no
 * anchors, aliases or tags. For a file that is not in this subset, it reports one problem with its
 * place.
 */
final class LabText {

  /** Maximum nesting depth. A lab file has six levels; the parser needs stack for each. */
  static final int MAX_DEPTH = 20;

  private LabText() {}

  static String decode(String file, byte[] bytes) {
    if (bytes.length > LabFile.MAX_BYTES) {
      throw fault(file, new Place(1, 1), "the file has more than " + LabFile.MAX_BYTES + " bytes");
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      throw fault(file, endOf(text), "byte 0x%02x is not UTF-8".formatted(bytes[in.position()]));
    }
    return text;
  }

  /** Returns the document's root, or null if the document is empty. */
  static @Nullable Node compose(String file, String yaml) {
    yaml.codePoints()
        .filter(c -> !StreamReader.isPrintable(c))
        .findFirst()
        .ifPresent(
            c -> {
              String before = yaml.substring(0, yaml.indexOf(c));
              throw fault(
                  file, endOf(before), "character U+%04X is not allowed in YAML".formatted(c));
            });
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(MAX_DEPTH);
    Yaml parser = new Yaml(options);
    try {
      rejectExtensions(file, parser.parse(new StringReader(yaml)));
      return parser.compose(new StringReader(yaml));
    } catch (MarkedYAMLException e) {
      throw fault(file, place(e.getProblemMark()), "not YAML: " + e.getProblem());
    } catch (YAMLException e) {
      throw fault(file, new Place(1, 1), "not YAML: " + e.getMessage());
    }
  }

  /**
   * Rejects anchors, aliases and tags. Aliases can make a small file expand to a large tree, and a
   * tag can change the type of a value.
   */
  private static void rejectExtensions(String file, Iterable<Event> events) {
    int depth = 0;
    for (Event event : events) {
      if (event.is(Event.ID.MappingStart) || event.is(Event.ID.SequenceStart)) {
        depth++;
      } else if (event.is(Event.ID.MappingEnd) || event.is(Event.ID.SequenceEnd)) {
        depth--;
      }
      Place place = place(event.getStartMark());
      if (depth > MAX_DEPTH) {
        throw fault(file, place, "nested deeper than " + MAX_DEPTH + " levels");
      }
      if (event instanceof AliasEvent alias) {
        throw fault(file, place, "alias '*" + alias.getAnchor() + "': write the value out");
      }
      if (event instanceof NodeEvent node && node.getAnchor() != null) {
        throw fault(file, place, "anchor '&" + node.getAnchor() + "': a lab file has no aliases");
      }
      if (tag(event) != null) {
        throw fault(file, place, "tag '" + tag(event) + "': a lab file has no tags");
      }
    }
  }

  private static @Nullable String tag(Event event) {
    return switch (event) {
      case ScalarEvent scalar -> scalar.getTag();
      case MappingStartEvent mapping -> mapping.getTag();
      case SequenceStartEvent sequence -> sequence.getTag();
      default -> null;
    };
  }

  private static Place place(@Nullable Mark mark) {
    return mark == null ? new Place(1, 1) : new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static Place endOf(String text) {
    int line = (int) text.chars().filter(c -> c == '\n').count();
    return new Place(line + 1, text.length() - text.lastIndexOf('\n'));
  }

  private static InvalidLabException fault(String file, Place place, String message) {
    return new InvalidLabException(file, List.of(new Problem(place, message, "")));
  }
}
