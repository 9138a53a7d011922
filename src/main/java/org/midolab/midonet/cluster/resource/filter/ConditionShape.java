package org.midolab.midonet.cluster.resource.filter;

import java.util.List;
import java.util.Set;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.shape.Kind;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.ConditionBuilder;

/**
 * JSON of a condition, Condition-v1. Rules contain the same properties in addition to their own.
 */
public final class ConditionShape {

  static final Shape<Condition, ConditionBuilder> SHAPE =
      fragments(network(link(ports(flow(condition()))))).build();

  /** Conditions inside other objects. */
  public static final Kind<Condition> KIND =
      Kinds.object(SHAPE, ConditionBuilder::builder, ConditionShape::consistent);

  private ConditionShape() {}

  private static Condition consistent(ConditionBuilder body) {
    Condition condition = body.build();
    if (condition.noVlan() && condition.vlan() != null) {
      throw new IllegalArgumentException("must not contain conditions with both vlan and noVlan");
    }
    return condition;
  }

  private static Shape.Builder<Condition, ConditionBuilder> condition() {
    return Shape.of(Condition.class, ConditionBuilder.class, MediaType.of("Condition", 1));
  }

  private static Shape.Builder<Condition, ConditionBuilder> flow(
      Shape.Builder<Condition, ConditionBuilder> shape) {
    return shape
        .defaulted("condInvert", "conjunctionInv", Kinds.BOOLEAN, false)
        .defaulted("matchForwardFlow", Kinds.BOOLEAN, false)
        .defaulted("matchReturnFlow", Kinds.BOOLEAN, false)
        .defaulted("matchNwDstRewritten", Kinds.BOOLEAN, false);
  }

  private static Shape.Builder<Condition, ConditionBuilder> ports(
      Shape.Builder<Condition, ConditionBuilder> shape) {
    shape.defaulted("inPorts", "inPortIds", Kinds.set(Kinds.ID), Set.of());
    inverse(shape, "invInPorts", "inPort");
    shape.defaulted("outPorts", "outPortIds", Kinds.set(Kinds.ID), Set.of());
    inverse(shape, "invOutPorts", "outPort");
    for (String object :
        List.of(
            "portGroup",
            "inPortGroup",
            "outPortGroup",
            "ipAddrGroupSrc",
            "ipAddrGroupDst",
            "traversedDevice")) {
      shape.optional(object, object + "Id", Kinds.ID);
      inverse(shape, inverseOf(object), object);
    }
    return shape;
  }

  private static Shape.Builder<Condition, ConditionBuilder> link(
      Shape.Builder<Condition, ConditionBuilder> shape) {
    match(shape, "dlType", Kinds.integer(0x600, 0xFFFF));
    shape.optional("dlSrcMask", Kinds.MAC_MASK);
    match(shape, "dlSrc", Kinds.MAC);
    shape.optional("dlDstMask", Kinds.MAC_MASK);
    match(shape, "dlDst", Kinds.MAC);
    return shape.defaulted("noVlan", Kinds.BOOLEAN, false).optional("vlan", Kinds.integer(1, 4094));
  }

  private static Shape.Builder<Condition, ConditionBuilder> network(
      Shape.Builder<Condition, ConditionBuilder> shape) {
    match(shape, "nwTos", Kinds.integer(0, 255));
    match(shape, "nwProto", Kinds.integer(0, 255));
    shape.prefix("nwSrcAddress", "nwSrcLength", false, Condition::nwSrc, ConditionBuilder::nwSrc);
    inverse(shape, "invNwSrc", "nwSrc");
    shape.prefix("nwDstAddress", "nwDstLength", false, Condition::nwDst, ConditionBuilder::nwDst);
    inverse(shape, "invNwDst", "nwDst");
    match(shape, "tpSrc", Kinds.PORT_RANGE);
    match(shape, "tpDst", Kinds.PORT_RANGE);
    return shape;
  }

  private static Shape.Builder<Condition, ConditionBuilder> fragments(
      Shape.Builder<Condition, ConditionBuilder> shape) {
    shape
        .optional("fragmentPolicy", Kinds.lowerCase(Condition.FragmentPolicy.class))
        .prefix(
            "icmpDataSrcIpAddress",
            "icmpDataSrcIpLength",
            false,
            Condition::icmpDataSrc,
            ConditionBuilder::icmpDataSrc);
    inverse(shape, "invIcmpDataSrcIp", "icmpDataSrc");
    shape.prefix(
        "icmpDataDstIpAddress",
        "icmpDataDstIpLength",
        false,
        Condition::icmpDataDst,
        ConditionBuilder::icmpDataDst);
    inverse(shape, "invIcmpDataDstIp", "icmpDataDst");
    return shape;
  }

  /** Adds a field that packets are compared with, and whether the comparison is inverted. */
  private static void match(
      Shape.Builder<Condition, ConditionBuilder> shape, String field, Kind<?> kind) {
    shape.optional(field, kind);
    inverse(shape, inverseOf(field), field);
  }

  private static String inverseOf(String field) {
    return "inv" + Character.toUpperCase(field.charAt(0)) + field.substring(1);
  }

  private static void inverse(
      Shape.Builder<Condition, ConditionBuilder> shape, String property, String field) {
    shape.defaulted(property, field + "Inv", Kinds.BOOLEAN, false);
  }
}
