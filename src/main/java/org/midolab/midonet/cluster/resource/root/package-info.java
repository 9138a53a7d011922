/**
 * The API as a whole. {@code Resources} lists all resources in the order of the root document. The
 * other classes are the resources that concern no single part of the topology: the root document,
 * login, tenants, the state of the system, what is stored and not enforced, and what this cluster
 * does not have.
 *
 * <p>It is the only package that knows all others of {@code cluster.resource}, and none of them
 * uses it.
 */
package org.midolab.midonet.cluster.resource.root;
