package org.midolab.midonet.cli.schema;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.midolab.midonet.cli.codec.Codec;
import org.midolab.midonet.cli.codec.Codecs;
import org.midolab.midonet.cli.codec.MatchCodecs;
import org.midolab.midonet.cli.codec.RefCodecs;

/**
 * All types of objects of the command line, one row each (docs: contract.md#cli-objects).
 *
 * <p>A row may have a collection that the cluster does not have. Its commands are parsed, completed
 * and explained; when they are performed, the error says that the root document does not have the
 * collection.
 */
public final class Schema {

  public static final Schema MIDONET =
      new Schema(
          Stream.of(
                  DeviceTypes.roots(), HostTypes.roots(), FilterTypes.roots(), ServiceTypes.roots())
              .flatMap(List::stream)
              .toList());

  private final List<ObjectType> roots;

  Schema(List<ObjectType> roots) {
    this.roots = List.copyOf(roots);
  }

  public List<ObjectType> roots() {
    return roots;
  }

  public Optional<ObjectType> root(String word) {
    return roots.stream().filter(type -> type.word().equals(word)).findFirst();
  }

  /**
   * Finds a type by its word at any level; of several types with the same word, the outermost one.
   */
  public Optional<ObjectType> any(String word) {
    return root(word)
        .or(
            () ->
                roots.stream()
                    .flatMap(root -> root.children().stream())
                    .filter(t -> t.word().equals(word))
                    .findFirst())
        .or(
            () ->
                roots.stream()
                    .flatMap(root -> root.children().stream())
                    .flatMap(child -> child.children().stream())
                    .filter(t -> t.word().equals(word))
                    .findFirst());
  }

  /** Starts a row whose line starts with its word. */
  static ObjectTypeBuilder type(String word) {
    return ObjectTypeBuilder.builder().word(word).printed(word);
  }

  static Attribute attribute(String name, Codec codec) {
    return Attribute.of(name, codec);
  }

  static Attribute text(String name, String field) {
    return Attribute.of(name, new Codecs.Text(field));
  }

  static Attribute state() {
    return Attribute.of("state", Codecs.Flag.upDown("adminStateUp"));
  }

  /**
   * The tenant. It is not printed in lines, as in the guide (7 step 1); {@code sett} selects the
   * tenant whose objects are listed.
   */
  static Attribute tenant() {
    return text("tenant", "tenantId")
        .onRequest()
        .about("its tenant; the session's tenant when not given");
  }

  static Attribute ref(String name, String field, String type) {
    return Attribute.of(name, new RefCodecs.Ref(field, type));
  }

  static Attribute refs(String name, String field, String type) {
    return Attribute.of(name, new RefCodecs.Refs(field, type));
  }

  static Attribute number(String name, String field, long min, long max, Long... absent) {
    return Attribute.of(name, new Codecs.Number(field, min, max, java.util.Set.of(absent)));
  }

  static Attribute address(String name, String field) {
    return Attribute.of(name, new MatchCodecs.Address(field));
  }

  static Attribute mac(String name, String field) {
    return Attribute.of(name, new MatchCodecs.MacAddress(field));
  }

  static Attribute cidr(String name, String address, String length) {
    return Attribute.of(name, new MatchCodecs.Cidr(address, length));
  }

  static Attribute choice(String name, String field, String... words) {
    return Attribute.of(name, Codecs.Choice.of(field, words));
  }
}
