/**
 * Runs a planned lab: builds images, creates nodes and links, injects faults, and removes all of
 * it.
 *
 * <pre>
 *   LabPlan ──► LabBuilder ──► Lab ──► Node       exec, terminal, reboot, kill, files, logs
 *                 │             │ └──► LinkHandle  cut, drop, mend
 *                 │             └────► Secrets
 *                 ├─ Images        rootfs ► base ► builder ► packages ► one image per role
 *                 ├─ Network       management, one /24 of 198.18.0.0/16 per lab
 *                 └─ Wiring        veth pairs between holders' namespaces, by netlink
 *
 *        holder (owns the network namespace)        node (systemd, may be killed or rebooted)
 *      ┌──────────────────────────────────┐       ┌────────────────────────────┐
 *      │ lo  eth0  eth1 ◄──veth──► …      │◄──────┤ --network container:holder │
 *      └──────────────────────────────────┘       └────────────────────────────┘
 * </pre>
 *
 * Every object has the label {@code midolab.lab=NAME} and is recorded before it is created (docs:
 * operations.md#what-a-lab-makes-on-the-machine).
 */
package org.midolab.lab.runtime;
