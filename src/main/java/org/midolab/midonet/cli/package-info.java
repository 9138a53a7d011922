/**
 * {@code midonet-cli}: the operator's command line. It reads all that it knows of the virtual
 * topology from the cluster's REST API, and uses no other package of the system.
 *
 * <pre>
 *   line ──Words──► words ──Parser──► Command ──Interpreter──► Rest ──► cluster
 *                             ▲                   │   ▲
 *                             │                   │   └── Aliases   router0:port0 ◄─► UUID
 *                           Schema ───────────────┘
 *           one row per object: word, alias, collection, attributes, children
 * </pre>
 *
 * This package holds only the class that the package's script starts. The rest is in the packages
 * below it. Each may use those to its right:
 *
 * <pre>
 *   session ──► grammar ──► schema ──► codec ──► failure
 * </pre>
 *
 * <p>Grammar, output and exit codes are MidoNet 5.0's (docs: contract.md#midonet-cli). Where the
 * guide prints a line differently, the guide's form is used.
 */
package org.midolab.midonet.cli;
