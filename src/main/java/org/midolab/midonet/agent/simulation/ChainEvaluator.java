package org.midolab.midonet.agent.simulation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Rule;

/**
 * Evaluates chains (docs: contract.md#simulated-devices): rules in order, the rules of a jump's
 * chain in its place. Translations change the header at once, so that later rules see them.
 *
 * <p>A chain without a decision accepts. {@code RETURN} ends a chain and continues the chain that
 * jumped to it. A chain that was visited before in the same evaluation is skipped, so that loops
 * end.
 *
 * @param tags receives a tag for each evaluated chain
 * @param nat performs dynamic translations
 * @param trace receives the rules that match
 */
record ChainEvaluator(VirtualTopology topology, Set<FlowTag> tags, NatRules nat, Trace trace) {

  private enum Step {
    CONTINUE,
    RETURN,
    ACCEPT,
    DROP,
    REJECT,
    REDIRECT,
    AWAIT_PORT,
    NO_PORT
  }

  private static final int VLAN_ID = 0x0FFF;
  private static final int TAGGED = 0x1000;

  Verdict evaluate(UUID chain, Header header, ConditionMatcher at) {
    if (chain == null) {
      return Verdict.ACCEPT;
    }
    Evaluation evaluation = new Evaluation(header, at);
    try {
      return switch (evaluation.chain(chain)) {
        case CONTINUE, RETURN, ACCEPT -> Verdict.ACCEPT;
        case DROP -> new Verdict(Verdict.Kind.DROP, evaluation.decision());
        case REJECT -> new Verdict(Verdict.Kind.REJECT, evaluation.decision());
        case REDIRECT -> Verdict.redirect(evaluation.current, evaluation.decision());
        case AWAIT_PORT -> new Verdict(Verdict.Kind.AWAITS_PORT, evaluation.decision());
        case NO_PORT ->
            new Verdict(
                Verdict.Kind.NO_PORT,
                evaluation.decision() + ": no address and port is free to translate to");
      };
    } catch (NotBuiltException e) {
      return new Verdict(Verdict.Kind.NOT_BUILT, evaluation.decision() + ": " + e.getMessage());
    }
  }

  private final class Evaluation {

    private final Header header;
    private final ConditionMatcher at;
    private final Set<UUID> visited = new HashSet<>();
    private Rule current;

    Evaluation(Header header, ConditionMatcher at) {
      this.header = header;
      this.at = at;
    }

    String decision() {
      return "rule " + current.id() + " of chain " + current.chainId();
    }

    Step chain(UUID id) {
      tags.add(new FlowTag.Filter(id));
      List<Rule> rules = visited.add(id) ? topology.rules(id) : null;
      trace.step(Trace.Kind.CHAIN, id, rules == null ? "is skipped" : "is evaluated");
      if (rules == null) {
        return Step.CONTINUE;
      }
      for (Rule rule : rules) {
        current = rule;
        if (at.matches(rule.condition())) {
          trace.rule(rule);
          if (rule.meterName() != null) {
            tags.add(new FlowTag.Meter(rule.meterName()));
          }
          Step step = apply(rule);
          if (step == Step.RETURN) {
            return Step.CONTINUE;
          }
          if (step != Step.CONTINUE) {
            return step;
          }
        }
      }
      return Step.CONTINUE;
    }

    private Step apply(Rule rule) {
      return switch (rule.type()) {
        case ACCEPT -> Step.ACCEPT;
        case CONTINUE -> Step.CONTINUE;
        case DROP -> Step.DROP;
        case REJECT -> Step.REJECT;
        case RETURN -> Step.RETURN;
        case JUMP -> rule.jumpChainId() == null ? Step.CONTINUE : chain(rule.jumpChainId());
        case DNAT, SNAT -> translate(rule);
        case REV_DNAT, REV_SNAT ->
            header.isIpv4() && nat.reverse(rule, header, at.deviceId())
                ? afterwards(rule)
                : Step.CONTINUE;
        case TRACE -> trace(rule);
        case L2TRANSFORM -> transform(rule);
        case REDIRECT -> redirect(rule);
      };
    }

    private Step trace(Rule rule) {
      if (topology.traces(rule)) {
        trace.match(Trace.Match.of(rule));
      }
      return Step.CONTINUE;
    }

    /** Removes and adds a tag, unless the packet cannot be redirected and ignores the rule. */
    private Step transform(Rule rule) {
      if (rule.flowAction() == Rule.FlowAction.REDIRECT && isIgnored(rule)) {
        return Step.CONTINUE;
      }
      if (rule.pushVlan() == null) {
        if (rule.popVlan()) {
          header.setVlan(0);
        }
        return afterwards(rule);
      }
      if (!rule.popVlan() && (header.vlan() & VLAN_ID) != 0) {
        throw new NotBuiltException("a second VLAN tag");
      }
      header.setVlan(TAGGED | rule.pushVlan());
      return afterwards(rule);
    }

    private Step redirect(Rule rule) {
      return isIgnored(rule) ? Step.CONTINUE : Step.REDIRECT;
    }

    /** Whether the rule fails open: while its target port is down, packets ignore it. */
    private boolean isIgnored(Rule rule) {
      if (!rule.failOpen()) {
        return false;
      }
      tags.add(new FlowTag.Device(rule.targetPortId()));
      Port target = topology.port(rule.targetPortId());
      boolean up =
          target != null
              && target.adminStateUp()
              && (rule.ingress() || target.isInterior() || topology.isActive(target.id()));
      return !up;
    }

    private Step translate(Rule rule) {
      if (!header.isIpv4()) {
        return Step.CONTINUE;
      }
      if (rule.natTargets().size() != 1 || !rule.natTargets().getFirst().isStatic()) {
        return switch (nat.forward(rule, header, at.deviceId())) {
          case TRANSLATED -> afterwards(rule);
          case NOT_CONCERNED -> Step.CONTINUE;
          case WAITS -> Step.AWAIT_PORT;
          case NO_PORT -> Step.NO_PORT;
        };
      }
      Ip4 to = rule.natTargets().getFirst().addressFrom();
      if (rule.type() == Rule.Type.DNAT) {
        header.translateDestination(to);
      } else {
        header.translateSource(to);
      }
      return afterwards(rule);
    }

    private Step afterwards(Rule rule) {
      trace.translated(rule, header);
      return switch (rule.flowAction()) {
        case ACCEPT -> Step.ACCEPT;
        case RETURN -> Step.RETURN;
        case CONTINUE -> Step.CONTINUE;
        case REDIRECT -> redirect(rule);
        case null -> Step.CONTINUE;
      };
    }
  }
}
