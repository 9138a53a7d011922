/**
 * The types of objects, one row each: word, alias, collection, attributes, children.
 *
 * <pre>
 *   Schema ──► DeviceTypes, HostTypes, FilterTypes, ServiceTypes ──► ObjectType ──► Attribute
 * </pre>
 *
 * {@link org.midolab.midonet.cli.schema.Schema} is the only place that names objects, attributes
 * and JSON fields. Parsing, printing, completion and help read it, so a new object needs a new row
 * and no other change. The package may use {@code codec}.
 */
package org.midolab.midonet.cli.schema;
