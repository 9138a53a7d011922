package org.midolab.midonet.cluster.neutron;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.model.NeutronObject;
import org.midolab.midonet.model.neutron.SecurityGroup;
import org.midolab.midonet.model.neutron.SecurityGroupBuilder;
import org.midolab.midonet.model.neutron.SecurityGroupRule;

/**
 * Endpoints of security groups. A new group contains its first rules; answers contain all rules. An
 * update does not change the rules, which are created and deleted one by one.
 */
final class SecurityGroups extends NeutronCollection<SecurityGroup, SecurityGroupBuilder> {

  static final String RULES = "security_group_rules";

  SecurityGroups(NeutronStore store) {
    super(NeutronTypes.SECURITY_GROUP, store);
  }

  @Override
  List<NeutronObject> read(ObjectNode body) {
    List<NeutronObject> objects = new ArrayList<>(super.read(body));
    JsonNode rules = body.path(RULES);
    if (!rules.isMissingNode() && !rules.isNull() && !rules.isArray()) {
      throw ApiException.invalid(RULES, "must be a list");
    }
    for (JsonNode rule : rules) {
      if (!(rule instanceof ObjectNode object)) {
        throw ApiException.invalid(RULES, "must contain objects");
      }
      object.put("security_group_id", objects.getFirst().id().toString());
      objects.add(NeutronTypes.SECURITY_GROUP_RULE.read(object));
    }
    return objects;
  }

  @Override
  ObjectNode write(SecurityGroup group, Request request) {
    ObjectNode out = super.write(group, request);
    ArrayNode rules = out.putArray(RULES);
    topology().stream(
            SecurityGroupRule.class,
            topology()
                .referencing(
                    SecurityGroup.class, group.id(), SecurityGroupRule.class, "securityGroupId"))
        .map(
            rule ->
                SecurityShapes.RULE.write(
                    rule, request.links(), SecurityShapes.RULE.type().newest()))
        .forEach(rules::add);
    return out;
  }
}
