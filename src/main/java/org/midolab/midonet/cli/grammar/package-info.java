/**
 * The grammar: words, verbs, the parser, candidates for completion, and the texts of {@code help}
 * and {@code describe}.
 *
 * <pre>
 *   line ──Words──► Reading ──Parser──► Command, or Offers for the word at the cursor
 * </pre>
 *
 * It does not resolve aliases and values. It may use {@code schema}, {@code codec} and {@code
 * failure}.
 */
@NullMarked
package org.midolab.midonet.cli.grammar;

import org.jspecify.annotations.NullMarked;
