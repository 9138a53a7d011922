/**
 * Fields of a resource as data. A {@link org.midolab.midonet.cluster.shape.Shape} lists a
 * resource's parts; each part knows its name, its kind, what is allowed and where it lives in the
 * model, and so writes and reads its share of the JSON. What a request may say is written down
 * once:
 *
 * <pre>
 *   Shape.of(MediaType.of("TunnelZone", 1))
 *        .required("name", Kinds.text(1, 255), TunnelZone::name, TunnelZoneBuilder::name)
 *        .link("hosts", (zone, links) -> links.to("tunnel_zones", zone.id(), "hosts"))
 * </pre>
 *
 * <p>A property of a request that the shape does not have is refused by name, since a misspelt one
 * would be dropped in silence and mean its default. Links and what is only written are passed over:
 * clients send back whole objects. A property that is absent or null takes its default.
 */
package org.midolab.midonet.cluster.shape;
