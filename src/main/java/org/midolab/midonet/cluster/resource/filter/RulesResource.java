package org.midolab.midonet.cluster.resource.filter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.resource.Unenforced;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.model.Chain;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.nsdb.TopologyStore;
import org.midolab.midonet.nsdb.Transaction;

/**
 * {@code /chains/{id}/rules} and {@code /rules} (Rule-v2). A rule is created at a position of its
 * chain, 1 for the first. Rules cannot be changed; clients delete them and create new ones.
 */
final class RulesResource implements Resource {

  private final TopologyStore topology;
  private final Crud<Rule> crud;
  private final Crud<Chain> chains;

  RulesResource(TopologyStore topology) {
    this.topology = topology;
    this.crud = new Crud<>(topology, Rule.class, "rule");
    this.chains = new Crud<>(topology, Chain.class, "chain");
  }

  @Override
  public void declare(Api.Builder api) {
    api.advertise("ruleTemplate", "rules/{id}")
        .list("/chains/{id}/rules", RuleShape.SHAPE, this::list)
        .post("/chains/{id}/rules", RuleShape.SHAPE, this::create)
        .get("/rules/{id}", RuleShape.SHAPE, this::get)
        .delete("/rules/{id}", crud::delete);
  }

  private ObjectNode write(Rule rule, int position, Request request) {
    return RuleShape.SHAPE.write(
        new RuleShape.View(rule, position, jumpChainName(rule)),
        request.links(),
        request.version());
  }

  private String jumpChainName(Rule rule) {
    return rule.jumpChainId() == null
        ? null
        : topology.find(Chain.class, rule.jumpChainId()).map(c -> c.value().name()).orElse(null);
  }

  /** Checks that the name belongs to the chain of {@code jumpChainId}. */
  private static void checkJumpChainName(Transaction transaction, Rule rule, String name) {
    if (name == null || name.isEmpty()) {
      return;
    }
    if (rule.jumpChainId() == null) {
      throw ApiException.invalid("jumpChainName", "must be given with a rule of type jump only");
    }
    boolean differs =
        transaction
            .find(Chain.class, rule.jumpChainId())
            .filter(chain -> !name.equals(chain.value().name()))
            .isPresent();
    if (differs) {
      throw ApiException.invalid(
          "jumpChainName", "must be the name of the chain of jumpChainId, or left out");
    }
  }

  private Reply list(Request request) {
    List<UUID> order = chains.find(request.id()).value().ruleIds();
    Iterator<Integer> positions = IntStream.rangeClosed(1, order.size()).iterator();
    return Reply.list(
        topology.stream(Rule.class, order).map(rule -> write(rule, positions.next(), request)));
  }

  private Reply get(Request request) {
    return crud.get(
        request,
        rule -> {
          List<UUID> order =
              topology
                  .find(Chain.class, rule.chainId())
                  .map(c -> c.value().ruleIds())
                  .orElse(List.of());
          return write(rule, order.indexOf(rule.id()) + 1, request);
        });
  }

  private Reply create(Request request) {
    RuleShape.Body body = RuleShape.SHAPE.read(request.body(), new RuleShape.Body());
    Rule rule = RuleRules.complete(body.rule.chainId(request.id()));
    topology.write(
        transaction -> {
          int places = chains.find(transaction, rule.chainId()).value().ruleIds().size() + 1;
          if (body.position > places) {
            throw ApiException.invalid(
                "position", "must be 1 to " + places + ", since the chain has " + (places - 1));
          }
          checkJumpChainName(transaction, rule, body.jumpChainName);
          transaction.createRule(rule, body.position);
        });
    return Unenforced.warn(Reply.created(request.links().to("rules", rule.id())), rule);
  }
}
