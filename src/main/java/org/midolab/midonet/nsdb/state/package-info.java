/**
 * The state that agents publish in ephemeral nodes, the ownership of host ids, and the leases of
 * port blocks for NAT.
 *
 * <pre>
 *   ZkStateStore ──► Published    nodes that are kept, also after a lost session
 *      ├───────────► HostClaim    the ephemeral node of a live host
 *      └───────────► ZkStateMirror ──► NetworkState, kept up to date by watches
 *   ZkNatBlocks                  leases of port blocks
 * </pre>
 *
 * <p>{@code ZkStateStore} and {@code ZkNatBlocks} are the only public classes. The package may use
 * {@code zookeeper}.
 */
package org.midolab.midonet.nsdb.state;
