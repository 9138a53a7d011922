/**
 * What agents publish in ephemeral nodes, who is alive under a host id, and who may translate to
 * which ports.
 *
 * <pre>
 *   ZkStateStore ──► Published    nodes that are kept, whatever happens to the session
 *      ├───────────► HostClaim    the node by which a host is alive
 *      └───────────► ZkStateMirror ──► NetworkState, kept up to date by watches
 *   ZkNatBlocks                  leases of blocks of ports
 * </pre>
 *
 * <p>{@code ZkStateStore} and {@code ZkNatBlocks} are the only public classes. The package may use
 * {@code zookeeper}.
 */
package org.midolab.midonet.nsdb.state;
