package org.midolab.midonet.cluster.auth;

/** A project that virtual devices belong to; the identity provider knows them, not MidoNet. */
public record Tenant(String id, String name, String description, boolean enabled) {}
