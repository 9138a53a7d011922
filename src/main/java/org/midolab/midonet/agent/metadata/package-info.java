/**
 * The metadata proxy of a host: it asks Nova's metadata service on behalf of the host's instances
 * (docs: contract.md#metadata).
 *
 * <pre>
 *   instance ─ port ─ flow ─► metadata-dp ═ metadata 169.254.169.254 ─► ProxyServer ─► Nova
 *                                                                        │    │
 *                  MetadataGuests: alias of the port ◄───────────────────┘    │
 *                  Instances: reads the port from the NSDB ◄──────────────────┘
 * </pre>
 *
 * <p>A request reaches the proxy from an alias, the address that stands for the instance's port. So
 * tenants with equal addresses are distinguished, and nothing that an instance sends can name
 * another one. The proxy reads the port from the NSDB for each request, and adds the headers by
 * which Nova identifies the instance.
 */
@NullMarked
package org.midolab.midonet.agent.metadata;

import org.jspecify.annotations.NullMarked;
