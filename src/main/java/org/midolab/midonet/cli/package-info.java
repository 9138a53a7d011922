/**
 * {@code midonet-cli}: the operator's command line. It owns the grammar, the aliases and the
 * printed lines; everything that it knows of the virtual topology it asks the cluster's REST API
 * for, and it imports nothing else of the system.
 *
 * <pre>
 *   line ──Words──► words ──Parser──► Command ──Interpreter──► Rest ──► cluster
 *                             ▲                   │   ▲
 *                             │                   │   └── Aliases   router0:port0 ◄─► UUID
 *                           Schema ───────────────┘
 *           one row per object: word, alias, collection, attributes, children
 * </pre>
 *
 * The {@link org.midolab.midonet.cli.Schema} is the single place that names objects, attributes and
 * JSON fields: parsing, printing, completion and help all read it, so a new object is a new row and
 * nothing else.
 *
 * <p>Grammar, output and exit codes are MidoNet 5.0's (docs: contract.md#midonet-cli); where the
 * guide prints a line differently, the guide wins.
 */
package org.midolab.midonet.cli;
