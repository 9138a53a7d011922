package org.midolab.midonet.cluster.auth;

/** A project that owns virtual devices. The identity provider stores projects; MidoNet does not. */
public record Tenant(String id, String name, String description, boolean enabled) {}
