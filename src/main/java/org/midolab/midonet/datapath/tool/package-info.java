/**
 * {@code mm-dpctl}: shows ports, flows and drops. It may use {@code ebpf}, which it only looks at.
 */
package org.midolab.midonet.datapath.tool;
