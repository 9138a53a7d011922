/**
 * The agent's host: its interfaces and their changes, its registration in the NSDB, and its tunnel
 * endpoints.
 */
@NullMarked
package org.midolab.midonet.agent.host;

import org.jspecify.annotations.NullMarked;
