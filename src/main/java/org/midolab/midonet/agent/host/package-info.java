/**
 * The host as the agent sees it: its interfaces and their changes, its registration in the NSDB,
 * and the ends of its tunnels.
 */
package org.midolab.midonet.agent.host;
