/**
 * What agents publish in ephemeral nodes, and who is alive under a host id.
 *
 * <pre>
 *   ZkStateStore ──► Published    nodes that are kept, whatever happens to the session
 *      ├───────────► HostClaim    the node by which a host is alive
 *      └───────────► ZkStateMirror ──► NetworkState, kept up to date by watches
 * </pre>
 *
 * <p>{@code ZkStateStore} is the only public class. The package may use {@code zookeeper}.
 */
package org.midolab.midonet.nsdb.state;
