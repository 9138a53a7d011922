/**
 * The API as a whole. {@code Resources} lists all resources in the order of the root document. The
 * other classes are resources that do not belong to a part of the topology: the root document,
 * login, tenants, the state of the system, unenforced objects, and resources of MidoNet that this
 * cluster does not have.
 *
 * <p>It is the only package that uses all others of {@code cluster.resource}; none of them uses it.
 */
@NullMarked
package org.midolab.midonet.cluster.resource.root;

import org.jspecify.annotations.NullMarked;
