/**
 * The agent's host: its interfaces and their changes, its registration in the NSDB, and its tunnel
 * endpoints.
 */
package org.midolab.midonet.agent.host;
