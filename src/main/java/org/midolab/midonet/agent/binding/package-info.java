/**
 * Interfaces of this host that are virtual ports. A binding names an interface; it takes effect
 * whenever an interface of that name appears, and again after it was deleted and made anew. {@code
 * mm-ctl} asks for bindings over a socket.
 */
package org.midolab.midonet.agent.binding;
