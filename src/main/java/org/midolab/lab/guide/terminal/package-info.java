/**
 * The means by which steps act: shells on the nodes, midonet-cli on a terminal, the scripts that
 * are typed, the edits of files, and the guide's placeholders.
 *
 * <p>The package uses {@code catalogue} for the nodes that a step names, and {@code run} for the
 * mode and the journal.
 */
@NullMarked
package org.midolab.lab.guide.terminal;

import org.jspecify.annotations.NullMarked;
