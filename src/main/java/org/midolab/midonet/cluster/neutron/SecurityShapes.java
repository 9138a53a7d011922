package org.midolab.midonet.cluster.neutron;

import static org.midolab.midonet.cluster.neutron.NeutronKinds.TEXT;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.midolab.midonet.cluster.rest.Links;
import org.midolab.midonet.cluster.shape.Input;
import org.midolab.midonet.cluster.shape.Kind;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.ObjectSchema;
import org.midolab.midonet.cluster.shape.Part;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.neutron.SecurityGroup;
import org.midolab.midonet.model.neutron.SecurityGroupBuilder;
import org.midolab.midonet.model.neutron.SecurityGroupRule;
import org.midolab.midonet.model.neutron.SecurityGroupRule.Direction;
import org.midolab.midonet.model.neutron.SecurityGroupRule.EtherType;
import org.midolab.midonet.model.neutron.SecurityGroupRuleBuilder;

/**
 * JSON of security groups and their rules as Neutron sends them: {@code neutron.SecurityGroup-v1},
 * {@code neutron.SecurityGroupRule-v1}.
 */
final class SecurityShapes {

  static final Shape<SecurityGroup, SecurityGroupBuilder> GROUP =
      Shape.of(SecurityGroup.class, SecurityGroupBuilder.class, NeutronType.media("SecurityGroup"))
          .ignoringUnknown()
          .required("id", Kinds.ID)
          .optional("tenant_id", TEXT)
          .optional("name", TEXT)
          .optional("description", TEXT)
          .part(new RulesPart())
          .part(
              new Restriction<>(
                  "stateful",
                  Kinds.BOOLEAN,
                  stateful -> stateful,
                  "must be true: agents accept the return flows of every group"))
          .build();

  /** An L4 port, or a type or code of ICMP, depending on the protocol. */
  private static final Kind<Integer> PORT = Kinds.integer(0, 0xFFFF);

  static final Shape<SecurityGroupRule, SecurityGroupRuleBuilder> RULE =
      Shape.of(
              SecurityGroupRule.class,
              SecurityGroupRuleBuilder.class,
              NeutronType.media("SecurityGroupRule"))
          .ignoringUnknown()
          .required("id", Kinds.ID)
          .optional("tenant_id", TEXT)
          .required("security_group_id", Kinds.ID)
          .required("direction", Kinds.lowerCase(Direction.class))
          .defaulted(
              "ethertype",
              Kinds.named(EtherType.class, type -> type == EtherType.IPV4 ? "IPv4" : "IPv6"),
              EtherType.IPV4)
          .optional("protocol", NeutronKinds.PROTOCOL)
          .optional("port_range_min", PORT)
          .optional("port_range_max", PORT)
          .optional("remote_ip_prefix", NeutronKinds.SUBNET)
          .optional("remote_group_id", Kinds.ID)
          .part(
              new Restriction<>(
                  "remote_address_group_id",
                  TEXT,
                  group -> false,
                  "must be null: agents do not enforce address groups, and the rule would apply to"
                      + " every address; use remote_ip_prefix or remote_group_id"))
          .build();

  /** Only for the JSON Schema; {@link SecurityGroups} reads and writes the rules. */
  private static final class RulesPart implements Part<SecurityGroup, SecurityGroupBuilder> {

    @Override
    public void write(SecurityGroup group, Links links, int version, ObjectNode out) {
      out.putArray(SecurityGroups.RULES);
    }

    @Override
    public void read(Input input, SecurityGroupBuilder builder) {
      // separate objects
    }

    @Override
    public void describe(ObjectSchema outline) {
      ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "array");
      schema.set("items", RULE.schema());
      outline.optional(SecurityGroups.RULES, schema, null);
    }
  }

  private SecurityShapes() {}
}
