/**
 * Observations of a running lab from outside: one class per kind, each of which can say what it saw
 * last.
 *
 * <pre>
 *   Signal (how long)  +  Probe (what)  +  Expectation (wanted)  ──►  Wait ──►  the value, or NotSeen with the last one
 *                           │
 *                           ├ a node's own tools: ip -json, ss, systemctl, dpkg-query, tcpdump, ping, vtysh
 *                           └ the wire: four-letter words and Curator, CQL, REST
 * </pre>
 *
 * Nothing here shares code with the system that it judges.
 */
package org.midolab.lab.probe;
