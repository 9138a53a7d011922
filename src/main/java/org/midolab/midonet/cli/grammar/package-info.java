/**
 * From a line to a command: words, verbs, the parser, what could stand at the cursor, and the texts
 * of {@code help} and {@code describe}.
 *
 * <pre>
 *   line ──Words──► Reading ──Parser──► Command, or Offers for the word at the cursor
 * </pre>
 *
 * It knows no session: aliases and values stay as typed. It may use {@code schema}, {@code codec}
 * and {@code failure}.
 */
package org.midolab.midonet.cli.grammar;
