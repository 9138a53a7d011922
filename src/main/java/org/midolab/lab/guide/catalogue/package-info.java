/**
 * What the guide consists of: the catalogue with its chapters, items and step names, the waivers,
 * the known differences, the parsed feature files, and the rule that every item is covered. It also
 * resolves the nodes that a line of a feature names.
 *
 * <p>It reads files and runs nothing. It uses no other package of the guide.
 */
package org.midolab.lab.guide.catalogue;
