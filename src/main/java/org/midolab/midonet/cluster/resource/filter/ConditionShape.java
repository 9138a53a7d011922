package org.midolab.midonet.cluster.resource.filter;

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
      flow(Shape.of(MediaType.of("Condition", 1))).build();

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

  private static Shape.Builder<Condition, ConditionBuilder> flow(
      Shape.Builder<Condition, ConditionBuilder> shape) {
    shape
        .defaulted(
            "condInvert",
            Kinds.BOOLEAN,
            false,
            Condition::conjunctionInv,
            ConditionBuilder::conjunctionInv)
        .defaulted(
            "matchForwardFlow",
            Kinds.BOOLEAN,
            false,
            Condition::matchForwardFlow,
            ConditionBuilder::matchForwardFlow)
        .defaulted(
            "matchReturnFlow",
            Kinds.BOOLEAN,
            false,
            Condition::matchReturnFlow,
            ConditionBuilder::matchReturnFlow)
        .defaulted(
            "matchNwDstRewritten",
            Kinds.BOOLEAN,
            false,
            Condition::matchNwDstRewritten,
            ConditionBuilder::matchNwDstRewritten);
    return fragments(network(link(ports(shape))));
  }

  private static Shape.Builder<Condition, ConditionBuilder> ports(
      Shape.Builder<Condition, ConditionBuilder> shape) {
    return shape
        .defaulted(
            "inPorts",
            Kinds.set(Kinds.ID),
            Set.of(),
            Condition::inPortIds,
            ConditionBuilder::inPortIds)
        .defaulted(
            "invInPorts", Kinds.BOOLEAN, false, Condition::inPortInv, ConditionBuilder::inPortInv)
        .defaulted(
            "outPorts",
            Kinds.set(Kinds.ID),
            Set.of(),
            Condition::outPortIds,
            ConditionBuilder::outPortIds)
        .defaulted(
            "invOutPorts",
            Kinds.BOOLEAN,
            false,
            Condition::outPortInv,
            ConditionBuilder::outPortInv)
        .optional("portGroup", Kinds.ID, Condition::portGroupId, ConditionBuilder::portGroupId)
        .defaulted(
            "invPortGroup",
            Kinds.BOOLEAN,
            false,
            Condition::portGroupInv,
            ConditionBuilder::portGroupInv)
        .optional(
            "inPortGroup", Kinds.ID, Condition::inPortGroupId, ConditionBuilder::inPortGroupId)
        .defaulted(
            "invInPortGroup",
            Kinds.BOOLEAN,
            false,
            Condition::inPortGroupInv,
            ConditionBuilder::inPortGroupInv)
        .optional(
            "outPortGroup", Kinds.ID, Condition::outPortGroupId, ConditionBuilder::outPortGroupId)
        .defaulted(
            "invOutPortGroup",
            Kinds.BOOLEAN,
            false,
            Condition::outPortGroupInv,
            ConditionBuilder::outPortGroupInv)
        .optional(
            "ipAddrGroupSrc",
            Kinds.ID,
            Condition::ipAddrGroupSrcId,
            ConditionBuilder::ipAddrGroupSrcId)
        .defaulted(
            "invIpAddrGroupSrc",
            Kinds.BOOLEAN,
            false,
            Condition::ipAddrGroupSrcInv,
            ConditionBuilder::ipAddrGroupSrcInv)
        .optional(
            "ipAddrGroupDst",
            Kinds.ID,
            Condition::ipAddrGroupDstId,
            ConditionBuilder::ipAddrGroupDstId)
        .defaulted(
            "invIpAddrGroupDst",
            Kinds.BOOLEAN,
            false,
            Condition::ipAddrGroupDstInv,
            ConditionBuilder::ipAddrGroupDstInv)
        .optional(
            "traversedDevice",
            Kinds.ID,
            Condition::traversedDeviceId,
            ConditionBuilder::traversedDeviceId)
        .defaulted(
            "invTraversedDevice",
            Kinds.BOOLEAN,
            false,
            Condition::traversedDeviceInv,
            ConditionBuilder::traversedDeviceInv);
  }

  private static Shape.Builder<Condition, ConditionBuilder> link(
      Shape.Builder<Condition, ConditionBuilder> shape) {
    return shape
        .optional(
            "dlType", Kinds.integer(0x600, 0xFFFF), Condition::dlType, ConditionBuilder::dlType)
        .defaulted(
            "invDlType", Kinds.BOOLEAN, false, Condition::dlTypeInv, ConditionBuilder::dlTypeInv)
        .optional("dlSrc", Kinds.MAC, Condition::dlSrc, ConditionBuilder::dlSrc)
        .optional("dlSrcMask", Kinds.MAC_MASK, Condition::dlSrcMask, ConditionBuilder::dlSrcMask)
        .defaulted(
            "invDlSrc", Kinds.BOOLEAN, false, Condition::dlSrcInv, ConditionBuilder::dlSrcInv)
        .optional("dlDst", Kinds.MAC, Condition::dlDst, ConditionBuilder::dlDst)
        .optional("dlDstMask", Kinds.MAC_MASK, Condition::dlDstMask, ConditionBuilder::dlDstMask)
        .defaulted(
            "invDlDst", Kinds.BOOLEAN, false, Condition::dlDstInv, ConditionBuilder::dlDstInv)
        .defaulted("noVlan", Kinds.BOOLEAN, false, Condition::noVlan, ConditionBuilder::noVlan)
        .optional("vlan", Kinds.integer(1, 4094), Condition::vlan, ConditionBuilder::vlan);
  }

  private static Shape.Builder<Condition, ConditionBuilder> network(
      Shape.Builder<Condition, ConditionBuilder> shape) {
    return shape
        .optional("nwTos", Kinds.integer(0, 255), Condition::nwTos, ConditionBuilder::nwTos)
        .defaulted(
            "invNwTos", Kinds.BOOLEAN, false, Condition::nwTosInv, ConditionBuilder::nwTosInv)
        .optional("nwProto", Kinds.integer(0, 255), Condition::nwProto, ConditionBuilder::nwProto)
        .defaulted(
            "invNwProto", Kinds.BOOLEAN, false, Condition::nwProtoInv, ConditionBuilder::nwProtoInv)
        .prefix("nwSrcAddress", "nwSrcLength", false, Condition::nwSrc, ConditionBuilder::nwSrc)
        .defaulted(
            "invNwSrc", Kinds.BOOLEAN, false, Condition::nwSrcInv, ConditionBuilder::nwSrcInv)
        .prefix("nwDstAddress", "nwDstLength", false, Condition::nwDst, ConditionBuilder::nwDst)
        .defaulted(
            "invNwDst", Kinds.BOOLEAN, false, Condition::nwDstInv, ConditionBuilder::nwDstInv)
        .optional("tpSrc", Kinds.PORT_RANGE, Condition::tpSrc, ConditionBuilder::tpSrc)
        .defaulted(
            "invTpSrc", Kinds.BOOLEAN, false, Condition::tpSrcInv, ConditionBuilder::tpSrcInv)
        .optional("tpDst", Kinds.PORT_RANGE, Condition::tpDst, ConditionBuilder::tpDst)
        .defaulted(
            "invTpDst", Kinds.BOOLEAN, false, Condition::tpDstInv, ConditionBuilder::tpDstInv);
  }

  private static Shape.Builder<Condition, ConditionBuilder> fragments(
      Shape.Builder<Condition, ConditionBuilder> shape) {
    return shape
        .optional(
            "fragmentPolicy",
            Kinds.lowerCase(Condition.FragmentPolicy.class),
            Condition::fragmentPolicy,
            ConditionBuilder::fragmentPolicy)
        .prefix(
            "icmpDataSrcIpAddress",
            "icmpDataSrcIpLength",
            false,
            Condition::icmpDataSrc,
            ConditionBuilder::icmpDataSrc)
        .defaulted(
            "invIcmpDataSrcIp",
            Kinds.BOOLEAN,
            false,
            Condition::icmpDataSrcInv,
            ConditionBuilder::icmpDataSrcInv)
        .prefix(
            "icmpDataDstIpAddress",
            "icmpDataDstIpLength",
            false,
            Condition::icmpDataDst,
            ConditionBuilder::icmpDataDst)
        .defaulted(
            "invIcmpDataDstIp",
            Kinds.BOOLEAN,
            false,
            Condition::icmpDataDstInv,
            ConditionBuilder::icmpDataDstInv);
  }
}
