/**
 * Fields of a resource as data. A {@link org.midolab.midonet.cluster.shape.Shape} lists a
 * resource's parts; each part has a name, a kind, limits, and a getter and setter of the model, and
 * so writes and reads its part of the JSON:
 *
 * <pre>
 *   Shape.of(MediaType.of("TunnelZone", 1))
 *        .required("name", Kinds.text(1, 255), TunnelZone::name, TunnelZoneBuilder::name)
 *        .link("hosts", (zone, links) -> links.to("tunnel_zones", zone.id(), "hosts"))
 * </pre>
 *
 * <p>Unknown properties of a request are refused ({@code Input.refuseUnknown}), since a misspelt
 * one would otherwise silently get its default. Shapes of Neutron's objects ignore them ({@code
 * ignoringUnknown}), because Neutron sends all attributes of its extensions. Links and read-only
 * properties are ignored, since clients send back whole objects. A property that is absent or null
 * gets its default.
 */
package org.midolab.midonet.cluster.shape;
