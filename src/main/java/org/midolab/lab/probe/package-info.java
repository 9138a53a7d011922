/**
 * Observes a running lab from outside. There is one class for each kind of observation; each value
 * can be printed in a message.
 *
 * <pre>
 *   Deadline (how long)  +  Probe (what)  +  Expectation (wanted)  ──►  Wait ──►  the value, or NotSeen with the last one
 *                           │
 *                           ├ a node's own tools: ip -json, ss, systemctl, dpkg-query, tcpdump, ping, vtysh, birdc
 *                           └ the wire: four-letter words and Curator, CQL, REST
 * </pre>
 *
 * The package shares no code with the system under test.
 */
package org.midolab.lab.probe;
