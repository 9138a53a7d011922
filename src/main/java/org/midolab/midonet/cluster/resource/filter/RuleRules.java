package org.midolab.midonet.cluster.resource.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.ApiException.Violation;
import org.midolab.midonet.model.Condition.FragmentPolicy;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.RuleBuilder;

/** Checks the properties of each type of rule, and sets the default fragment policy. */
final class RuleRules {

  private RuleRules() {}

  /**
   * Returns the rule with the defaults of its type.
   *
   * @throws ApiException 400 when a property is missing, contradicts another one or belongs to
   *     other types of rules
   */
  static Rule complete(RuleBuilder body) {
    ApiException.refuse(misplaced(body));
    need(body);
    if (body.condition().noVlan() && body.condition().vlan() != null) {
      throw ApiException.invalid("vlan", "must not be given with noVlan");
    }
    FragmentPolicy policy = fragmentPolicy(body, isForwardNat(body.type()));
    return body.id(Crud.newId(body.id()))
        .condition(body.condition().withFragmentPolicy(policy))
        .build();
  }

  private static boolean isForwardNat(Rule.Type type) {
    return type == Rule.Type.DNAT || type == Rule.Type.SNAT;
  }

  /**
   * Returns violations for properties that this type of rule does not have; they would have no
   * effect.
   */
  private static List<Violation> misplaced(RuleBuilder body) {
    Rule.Type type = body.type();
    boolean transforms = type == Rule.Type.L2TRANSFORM;
    boolean redirects = transforms || type == Rule.Type.REDIRECT;
    boolean traces = type == Rule.Type.TRACE;
    List<Violation> found = new ArrayList<>();
    Misplaced misplaced =
        (name, given, known) -> {
          if (given && !known) {
            found.add(
                new Violation(
                    name, "is not of rules of type " + type.name().toLowerCase(Locale.ROOT)));
          }
        };
    misplaced.check("jumpChainId", body.jumpChainId() != null, type == Rule.Type.JUMP);
    misplaced.check("flowAction", body.flowAction() != null, type.isNat() || transforms);
    misplaced.check("natTargets", !body.natTargets().isEmpty(), isForwardNat(type));
    misplaced.check("requestId", body.traceRequestId() != null, traces);
    misplaced.check("limit", body.traceLimit() != 0, traces);
    misplaced.check("popVlan", body.popVlan(), transforms);
    misplaced.check("pushVlan", body.pushVlan() != null, transforms);
    misplaced.check("targetPortId", body.targetPortId() != null, redirects);
    misplaced.check("ingress", body.ingress(), redirects);
    misplaced.check("failOpen", body.failOpen(), redirects);
    return found;
  }

  @FunctionalInterface
  private interface Misplaced {
    void check(String name, boolean given, boolean known);
  }

  /** Checks the required properties of this type of rule. */
  private static void need(RuleBuilder body) {
    Rule.Type type = body.type();
    Rule.FlowAction action = body.flowAction();
    if (type == Rule.Type.JUMP && body.jumpChainId() == null) {
      throw ApiException.invalid("jumpChainId", "must be given for a rule of type jump");
    }
    if (type == Rule.Type.TRACE && body.traceRequestId() == null) {
      throw ApiException.invalid("requestId", "must be given for a rule of type trace");
    }
    boolean redirects =
        type == Rule.Type.REDIRECT
            || type == Rule.Type.L2TRANSFORM && action == Rule.FlowAction.REDIRECT;
    if (redirects && body.targetPortId() == null) {
      throw ApiException.invalid("targetPortId", "must be given for a rule that redirects");
    }
    if (type.isNat() && (action == null || action == Rule.FlowAction.REDIRECT)) {
      throw ApiException.invalid(
          "flowAction", "must be accept, continue or return for a rule that translates addresses");
    }
    if (type == Rule.Type.L2TRANSFORM
        && action != Rule.FlowAction.ACCEPT
        && action != Rule.FlowAction.REDIRECT) {
      throw ApiException.invalid(
          "flowAction", "must be accept or redirect for a rule of type l2transform");
    }
    if (isForwardNat(type) && body.natTargets().isEmpty()) {
      throw ApiException.invalid(
          "natTargets", "must contain the addresses and ports to translate to");
    }
  }

  /**
   * Returns the fragment policy. Later fragments have no L4 ports to match or translate (docs:
   * contract.md#fragments).
   */
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
