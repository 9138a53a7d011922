/**
 * Bindings of virtual ports to interfaces of this host. A binding names an interface. It takes
 * effect when an interface of that name appears, and again after the interface was deleted and
 * created again. {@code mm-ctl} requests bindings over a socket.
 */
package org.midolab.midonet.agent.binding;
