/**
 * The types of objects, one row each: word, alias, collection, attributes and children.
 *
 * <pre>
 *   Schema ──► DeviceTypes, HostTypes, FilterTypes, ServiceTypes ──► ObjectType ──► Attribute
 * </pre>
 *
 * {@link org.midolab.midonet.cli.schema.Schema} is the only place with the names of types,
 * attributes and JSON fields. Parsing, printing, completion and help use it, so a new type needs a
 * new row and no other change. The package may use {@code codec}.
 */
@NullMarked
package org.midolab.midonet.cli.schema;

import org.jspecify.annotations.NullMarked;
