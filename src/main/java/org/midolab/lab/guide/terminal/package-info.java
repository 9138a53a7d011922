/**
 * What a step acts with: the shells on the nodes, midonet-cli on a terminal, the scripts that are
 * typed there, the edits of files, and the meaning of the guide's placeholders.
 *
 * <p>It uses {@code catalogue} for the nodes that a line names, and {@code run} for the mode and
 * the journal.
 */
package org.midolab.lab.guide.terminal;
