/**
 * Who may use the API: login, tokens and roles (fact sheet "midonet", §3.2). A provider is chosen
 * by {@code cluster.auth.provider_class}.
 */
package org.midolab.midonet.cluster.auth;
