/**
 * {@code mm-dpctl}: shows ports, flows and drops. It may use {@code ebpf}, from which it only
 * reads.
 */
package org.midolab.midonet.datapath.tool;
