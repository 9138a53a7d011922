package org.midolab.midonet.cli.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.midolab.midonet.cli.failure.CliException;

/**
 * Words of a line, taken one after the other up to the cursor or the end of the line; and what is
 * offered in place of the word at the cursor.
 */
final class Reading {

  private final Words words;

  /** Index of the word at the cursor, which is not read; the number of words for a whole line. */
  private final int end;

  private final List<Offer> offers = new ArrayList<>();
  private int next;

  Reading(Words words, int end) {
    this.words = words;
    this.end = end;
  }

  boolean more() {
    return next < end;
  }

  String peek() {
    return words.text(next);
  }

  String take() {
    return words.text(next++);
  }

  /**
   * @throws CliException.Syntax when the line ends here
   */
  String required() {
    if (!more()) {
      throw CliException.Syntax.incomplete();
    }
    return take();
  }

  /** Takes nothing more: a command that is whole by now. */
  <C> C last(C command) {
    if (more()) {
      throw misfit();
    }
    return command;
  }

  /** The next word does not fit. */
  CliException.Syntax misfit() {
    return CliException.Syntax.at(words.from(next));
  }

  /** The word taken last does not fit. */
  CliException.Syntax misfitBefore() {
    return CliException.Syntax.at(words.from(next - 1));
  }

  /** Says what could stand here; it is worked out only where the cursor is. */
  void offer(Supplier<Offer> offer) {
    if (next == end) {
      offers.add(offer.get());
    }
  }

  List<Offer> offers() {
    return offers;
  }
}
