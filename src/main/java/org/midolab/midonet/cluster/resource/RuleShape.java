package org.midolab.midonet.cluster.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.function.Function;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.shape.Kind;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.RuleBuilder;

/** Rule-v2: a rule's own fields, with those of its condition beside them. */
final class RuleShape {

  /**
   * A rule at its place.
   *
   * @param position 1 for a chain's first
   */
  record View(Rule rule, int position) {}

  /** What a request says. */
  static final class Body {
    final RuleBuilder rule = RuleBuilder.builder();
    int position;
  }

  private static final Kind<Rule.NatTarget> NAT_TARGET = new NatTargetKind();

  static final Shape<View, Body> SHAPE =
      Shape.<View, Body>of(MediaType.of("Rule", 1, 2))
          .optional("id", Kinds.ID, of(Rule::id), (body, id) -> body.rule.id(id))
          .readOnly("chainId", Kinds.ID, of(Rule::chainId))
          .required(
              "type",
              Kinds.lowerCase(Rule.Type.class),
              of(Rule::type),
              (body, type) -> body.rule.type(type))
          .defaulted(
              "position",
              Kinds.integer(1, Integer.MAX_VALUE),
              1,
              View::position,
              (body, position) -> body.position = position)
          .optional(
              "flowAction",
              Kinds.lowerCase(Rule.FlowAction.class),
              of(Rule::flowAction),
              (body, action) -> body.rule.flowAction(action))
          .optional(
              "jumpChainId",
              Kinds.ID,
              of(Rule::jumpChainId),
              (body, chain) -> body.rule.jumpChainId(chain))
          .defaulted(
              "natTargets",
              Kinds.list(NAT_TARGET),
              List.of(),
              of(Rule::natTargets),
              (body, targets) -> body.rule.natTargets(targets))
          .inline(
              ConditionShape.SHAPE,
              of(Rule::condition),
              ConditionBuilder::builder,
              (body, condition) -> body.rule.condition(condition.build()))
          .link("uri", (view, links) -> links.to("rules", view.rule().id()))
          .link("chain", (view, links) -> links.to("chains", view.rule().chainId()))
          .link(
              "jumpChain", (view, links) -> RoutersResource.chain(links, view.rule().jumpChainId()))
          .build();

  private RuleShape() {}

  private static <X> Function<View, X> of(Function<Rule, X> getter) {
    return view -> getter.apply(view.rule());
  }

  /** {@code {"addressFrom", "addressTo", "portFrom", "portTo"}}, all ends included. */
  private static final class NatTargetKind implements Kind<Rule.NatTarget> {

    @Override
    public JsonNode write(Rule.NatTarget target) {
      return JsonNodeFactory.instance
          .objectNode()
          .put("addressFrom", target.addressFrom().toString())
          .put("addressTo", target.addressTo().toString())
          .put("portFrom", target.portFrom())
          .put("portTo", target.portTo());
    }

    @Override
    public Rule.NatTarget read(JsonNode node) {
      Ip4 from = address(node.get("addressFrom"), null);
      Ip4 to = address(node.get("addressTo"), from);
      int low = port(node.get("portFrom"), 0);
      int high = port(node.get("portTo"), low);
      if (from == null || to.compareTo(from) < 0 || high < low) {
        throw new IllegalArgumentException(
            "must be ranges of addresses and ports, lower ends first, as in {\"addressFrom\":"
                + " \"192.0.2.1\", \"addressTo\": \"192.0.2.1\", \"portFrom\": 0, \"portTo\": 0}");
      }
      return new Rule.NatTarget(from, to, low, high);
    }

    private static Ip4 address(JsonNode node, Ip4 absent) {
      return node == null || node.isNull() ? absent : Kinds.IP4.read(node);
    }

    private static int port(JsonNode node, int absent) {
      return node == null || node.isNull() ? absent : Kinds.integer(0, 0xFFFF).read(node);
    }
  }
}
