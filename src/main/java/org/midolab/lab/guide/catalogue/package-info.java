/**
 * The data of the guide: the catalogue with its chapters, items and step names, the waivers, the
 * known differences, the parsed feature files, and the check that every item is covered. It also
 * resolves the nodes that a step names.
 *
 * <p>The package reads files and runs nothing. It uses no other package of the guide.
 */
@NullMarked
package org.midolab.lab.guide.catalogue;

import org.jspecify.annotations.NullMarked;
