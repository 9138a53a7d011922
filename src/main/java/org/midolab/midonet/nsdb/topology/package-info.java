/**
 * The objects of the virtual topology, and those of Neutron.
 *
 * <pre>
 *   ZkTopologyStore ──► ZkTransaction ──► MultiPlan ──► one ZooKeeper multi
 *      │                     └── Bindings ────┘         references and what a delete does
 *      ├──► Admission    bounds the memory of long lists
 *      ├──► Layout       directories
 *      └──► ZkTopologyMirror ──► Topology, kept up to date by watches
 * </pre>
 *
 * <p>{@code ZkTopologyStore} is the only public class. The package may use {@code zookeeper}.
 */
package org.midolab.midonet.nsdb.topology;
