package org.midolab.midonet.cluster.resource.filter;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.shape.Kind;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.RuleBuilder;

/** JSON of a rule, Rule-v2 (v1 accepted): its own properties and those of its condition. */
final class RuleShape {

  /**
   * A rule with its position in the chain.
   *
   * @param position 1 for the first rule of a chain
   * @param jumpChainName name of the chain that the rule jumps to, or null
   */
  record View(Rule rule, int position, String jumpChainName) {

    /** Returns a value of redirecting rules; null for other types. */
    private <X> X ofRedirection(X value) {
      return rule.type() == Rule.Type.L2TRANSFORM || rule.type() == Rule.Type.REDIRECT
          ? value
          : null;
    }
  }

  /** Properties of a request. */
  static final class Body {
    final RuleBuilder rule = RuleBuilder.builder();
    int position;
    String jumpChainName;
  }

  /** A list's element while it is read; upper ends default to the lower ends. */
  private static final class TargetBody {
    private Ip4 addressFrom;
    private Ip4 addressTo;
    private Integer portFrom;
    private Integer portTo;

    private Rule.NatTarget build() {
      Ip4 to = addressTo == null ? addressFrom : addressTo;
      int low = portFrom == null ? 0 : portFrom;
      int high = portTo == null ? low : portTo;
      if (to.compareTo(addressFrom) < 0 || high < low) {
        throw new IllegalArgumentException(
            "must contain ranges of addresses and ports with their lower ends first");
      }
      return new Rule.NatTarget(addressFrom, to, low, high);
    }
  }

  private static final Kind<Rule.NatTarget> NAT_TARGET =
      Kinds.object(
          Shape.<Rule.NatTarget, TargetBody>of(MediaType.of("NatTarget", 1))
              .required(
                  "addressFrom",
                  Kinds.IP4,
                  Rule.NatTarget::addressFrom,
                  (body, from) -> body.addressFrom = from)
              .optional(
                  "addressTo",
                  Kinds.IP4,
                  Rule.NatTarget::addressTo,
                  (body, to) -> body.addressTo = to)
              .optional(
                  "portFrom",
                  Kinds.integer(0, 0xFFFF),
                  Rule.NatTarget::portFrom,
                  (body, from) -> body.portFrom = from)
              .optional(
                  "portTo",
                  Kinds.integer(0, 0xFFFF),
                  Rule.NatTarget::portTo,
                  (body, to) -> body.portTo = to)
              .build(),
          TargetBody::new,
          TargetBody::build);

  static final Shape<View, Body> SHAPE =
      Shape.of(
              Rule.class,
              RuleBuilder.class,
              View::rule,
              (Body body) -> body.rule,
              MediaType.of("Rule", 1, 2))
          .optional("id", Kinds.ID)
          .readOnly("chainId", Kinds.ID)
          .required(
              "type",
              Kinds.named(
                  Rule.Type.class,
                  type -> type.name().toLowerCase(Locale.ROOT),
                  Map.of("l2_transform", "l2transform")))
          .defaulted(
              "position",
              Kinds.integer(0, Integer.MAX_VALUE),
              1,
              View::position,
              (body, position) -> body.position = Math.max(1, position))
          .optional("flowAction", Kinds.lowerCase(Rule.FlowAction.class))
          .optional("jumpChainId", Kinds.ID)
          .optional(
              "jumpChainName",
              Kinds.NAME,
              View::jumpChainName,
              (body, name) -> body.jumpChainName = name)
          .defaulted("natTargets", Kinds.list(NAT_TARGET), List.of())
          .optional("meterName", Kinds.NAME)
          .optional("requestId", "traceRequestId", Kinds.ID)
          .optional(
              "limit",
              Kinds.count(0, Long.MAX_VALUE),
              view -> view.rule().type() == Rule.Type.TRACE ? view.rule().traceLimit() : null,
              (body, limit) -> body.rule.traceLimit(limit))
          .optional("targetPortId", Kinds.ID)
          .defaulted(
              "ingress",
              Kinds.BOOLEAN,
              false,
              view -> view.ofRedirection(view.rule().ingress()),
              (body, ingress) -> body.rule.ingress(ingress))
          .defaulted(
              "failOpen",
              Kinds.BOOLEAN,
              false,
              view -> view.ofRedirection(view.rule().failOpen()),
              (body, open) -> body.rule.failOpen(open))
          .defaulted(
              "popVlan",
              Kinds.BOOLEAN,
              false,
              view -> view.ofRedirection(view.rule().popVlan()),
              (body, pop) -> body.rule.popVlan(pop))
          .optional(
              "pushVlan",
              Kinds.integer(0, 4094),
              view -> view.rule().pushVlan(),
              (body, vlan) -> body.rule.pushVlan(vlan == 0 ? null : vlan))
          .inline(
              ConditionShape.SHAPE,
              view -> view.rule().condition(),
              ConditionBuilder::builder,
              (body, condition) -> body.rule.condition(condition.build()))
          .reference("targetPort", "ports")
          .self("rules")
          .reference("chain", "chains")
          .reference("jumpChain", "chains")
          .build();

  private RuleShape() {}
}
