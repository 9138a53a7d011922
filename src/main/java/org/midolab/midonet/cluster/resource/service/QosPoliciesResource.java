package org.midolab.midonet.cluster.resource.service;

import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.resource.Form;
import org.midolab.midonet.cluster.resource.Owner;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.resource.Stored;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.shape.Kind;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.QosPolicy;
import org.midolab.midonet.model.QosPolicyBuilder;
import org.midolab.midonet.model.QosRuleBandwidthLimit;
import org.midolab.midonet.model.QosRuleBandwidthLimitBuilder;
import org.midolab.midonet.model.QosRuleDscp;
import org.midolab.midonet.model.QosRuleDscpBuilder;
import org.midolab.midonet.nsdb.TopologyStore;

/**
 * {@code /qos_policies} (QOSPolicy-v1), {@code /qos_bw_limit_rules} (QOSRuleBWLimit-v1) and {@code
 * /qos_dscp_rules} (QOSRuleDSCP-v1). They are new in MidoNet 5.4.
 */
final class QosPoliciesResource implements Resource {

  private static final String LATER = "Later than MidoNet 5.0 (5.4).";

  private static final Kind<Integer> COUNT = Kinds.integer(0, Integer.MAX_VALUE);

  private static final Shape<QosPolicy, QosPolicyBuilder> POLICY =
      Shape.of(QosPolicy.class, QosPolicyBuilder.class, MediaType.of("QOSPolicy", 1))
          .description(LATER)
          .optional("id", Kinds.ID)
          .optional("tenantId", Kinds.NAME)
          .optional("name", Kinds.NAME)
          .optional("description", Kinds.NAME)
          .defaulted("shared", Kinds.BOOLEAN, false)
          .self("qos_policies")
          .below("bwLimitRules", "qos_bw_limit_rules")
          .below("dscpRules", "qos_dscp_rules")
          .build();

  private static final Shape<QosRuleBandwidthLimit, QosRuleBandwidthLimitBuilder> LIMIT =
      Shape.of(
              QosRuleBandwidthLimit.class,
              QosRuleBandwidthLimitBuilder.class,
              MediaType.of("QOSRuleBWLimit", 1))
          .description(LATER)
          .optional("id", Kinds.ID)
          .readOnly("policyId", Kinds.ID)
          .required("maxKbps", COUNT)
          .defaulted("maxBurstKb", COUNT, 0)
          .self("qos_bw_limit_rules")
          .reference("policy", "qos_policies")
          .build();

  private static final Shape<QosRuleDscp, QosRuleDscpBuilder> DSCP =
      Shape.of(QosRuleDscp.class, QosRuleDscpBuilder.class, MediaType.of("QOSRuleDSCP", 1))
          .description(LATER)
          .optional("id", Kinds.ID)
          .readOnly("policyId", Kinds.ID)
          .required("dscpMark", Kinds.integer(0, 63))
          .self("qos_dscp_rules")
          .reference("policy", "qos_policies")
          .build();

  private final TopologyStore topology;

  QosPoliciesResource(TopologyStore topology) {
    this.topology = topology;
  }

  @Override
  public void declare(Api.Builder api) {
    Crud<QosPolicy> policies = new Crud<>(topology, QosPolicy.class, "QoS policy");
    Stored.plain(
            policies,
            "qos_policies",
            POLICY,
            new Form<>(QosPolicyBuilder::builder, QosPolicyBuilder::id, QosPolicyBuilder::build))
        .named("qosPolicies", "qosPolicyTemplate")
        .tenants(QosPolicy::tenantId)
        .build()
        .declare(api);
    Stored.plain(
            new Crud<>(topology, QosRuleBandwidthLimit.class, "bandwidth limit"),
            "qos_bw_limit_rules",
            LIMIT,
            new Form<>(
                QosRuleBandwidthLimitBuilder::builder,
                QosRuleBandwidthLimitBuilder::id,
                QosRuleBandwidthLimitBuilder::build))
        .named(null, "qosBwLimitRuleTemplate")
        .without(Stored.Verb.LIST, Stored.Verb.CREATE)
        .ownedBy(
            new Owner<>(
                policies,
                "qos_policies",
                "qos_bw_limit_rules",
                "policyId",
                QosRuleBandwidthLimit::policyId,
                QosRuleBandwidthLimitBuilder::policyId,
                true))
        .build()
        .declare(api);
    Stored.plain(
            new Crud<>(topology, QosRuleDscp.class, "DSCP rule"),
            "qos_dscp_rules",
            DSCP,
            new Form<>(
                QosRuleDscpBuilder::builder, QosRuleDscpBuilder::id, QosRuleDscpBuilder::build))
        .named(null, "qosDscpRuleTemplate")
        .without(Stored.Verb.LIST, Stored.Verb.CREATE)
        .ownedBy(
            new Owner<>(
                policies,
                "qos_policies",
                "qos_dscp_rules",
                "policyId",
                QosRuleDscp::policyId,
                QosRuleDscpBuilder::policyId,
                true))
        .build()
        .declare(api);
  }
}
