/**
 * {@code midonet-cli}: the operators' command line. It uses the cluster's REST API and no other
 * package of the system.
 *
 * <pre>
 *   line ──Words──► words ──Parser──► Command ──Interpreter──► Rest ──► cluster
 *                             ▲                   │   ▲
 *                             │                   │   └── Aliases   router0:port0 ◄─► UUID
 *                           Schema ───────────────┘
 *           one row per object: word, alias, collection, attributes, children
 * </pre>
 *
 * This package contains only the main class. Each of the packages below it may use those to its
 * right:
 *
 * <pre>
 *   session ──► grammar ──► schema ──► codec ──► failure
 * </pre>
 *
 * <p>Grammar, output and exit codes are MidoNet 5.0's (docs: contract.md#midonet-cli). Where the
 * guide prints a line differently, the guide's form is used.
 */
@NullMarked
package org.midolab.midonet.cli;

import org.jspecify.annotations.NullMarked;
