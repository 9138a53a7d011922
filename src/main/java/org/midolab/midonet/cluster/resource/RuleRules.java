package org.midolab.midonet.cluster.resource;

import java.util.List;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.Condition.FragmentPolicy;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.RuleBuilder;

/** What each type of rule needs, and which fragments it looks at when nobody says so. */
final class RuleRules {

  private RuleRules() {}

  /**
   * The rule with what follows from its type filled in and what does not belong to it left out.
   *
   * @throws ApiException 400 when something is missing or contradicts itself
   */
  static Rule complete(RuleBuilder body) {
    Rule.Type type = body.type();
    boolean forwardNat = type == Rule.Type.DNAT || type == Rule.Type.SNAT;
    if (type == Rule.Type.JUMP) {
      if (body.jumpChainId() == null) {
        throw ApiException.invalid("jumpChainId", "must be given for a rule of type jump");
      }
    } else {
      body.jumpChainId(null);
    }
    others(body);
    boolean acts = type.isNat() || type == Rule.Type.L2TRANSFORM;
    if (!acts) {
      body.flowAction(null);
    } else if (type.isNat()
        && (body.flowAction() == null || body.flowAction() == Rule.FlowAction.REDIRECT)) {
      throw ApiException.invalid(
          "flowAction", "must be accept, continue or return for a rule that translates addresses");
    }
    if (!forwardNat) {
      body.natTargets(List.of());
    } else if (body.natTargets().isEmpty()) {
      throw ApiException.invalid("natTargets", "must hold what to translate to");
    }
    Condition condition = body.condition();
    if (condition.noVlan() && condition.vlan() != null) {
      throw ApiException.invalid("vlan", "must not be given with noVlan");
    }
    FragmentPolicy policy = fragmentPolicy(body, forwardNat);
    return body.id(Crud.newId(body.id())).condition(condition.withFragmentPolicy(policy)).build();
  }

  /** Traces, redirection and VLAN tags. */
  private static void others(RuleBuilder body) {
    Rule.Type type = body.type();
    if (type != Rule.Type.TRACE) {
      body.traceRequestId(null).traceLimit(0);
    } else if (body.traceRequestId() == null) {
      throw ApiException.invalid("requestId", "must be given for a rule of type trace");
    }
    if (type != Rule.Type.L2TRANSFORM) {
      body.popVlan(false).pushVlan(null);
    }
    if (type != Rule.Type.L2TRANSFORM && type != Rule.Type.REDIRECT) {
      body.targetPortId(null).ingress(false).failOpen(false);
    } else if (type == Rule.Type.REDIRECT && body.targetPortId() == null) {
      throw ApiException.invalid("targetPortId", "must be given for a rule of type redirect");
    }
  }

  /** Later fragments have no ports to look at or to translate (docs: contract.md#fragments). */
  private static FragmentPolicy fragmentPolicy(RuleBuilder body, boolean forwardNat) {
    FragmentPolicy asked = body.condition().fragmentPolicy();
    boolean ports = body.condition().tpSrc() != null || body.condition().tpDst() != null;
    if (forwardNat && (ports || !isStatic(body.natTargets()))) {
      if (asked != null && asked != FragmentPolicy.UNFRAGMENTED) {
        throw ApiException.invalid(
            "fragmentPolicy", "must be unfragmented, since the rule translates or matches ports");
      }
      return FragmentPolicy.UNFRAGMENTED;
    }
    if (ports && (asked == FragmentPolicy.ANY || asked == FragmentPolicy.NONHEADER)) {
      throw ApiException.invalid(
          "fragmentPolicy", "must be header or unfragmented, since the rule matches ports");
    }
    if (asked != null) {
      return asked;
    }
    return ports ? FragmentPolicy.HEADER : FragmentPolicy.ANY;
  }

  private static boolean isStatic(List<Rule.NatTarget> targets) {
    return targets.size() == 1 && targets.getFirst().isStatic();
  }
}
