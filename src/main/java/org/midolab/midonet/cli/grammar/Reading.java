package org.midolab.midonet.cli.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.midolab.midonet.cli.failure.CliException;

/**
 * Reads the words of a line one by one, up to the cursor or the end of the line, and collects the
 * offers for the word at the cursor.
 */
final class Reading {

  private final Words words;

  /**
   * Index of the word at the cursor, which is not read, or the number of words for a whole line.
   */
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
   * Takes the next word.
   *
   * @throws CliException.Syntax when the line ends here
   */
  String required() {
    if (!more()) {
      throw CliException.Syntax.incomplete();
    }
    return take();
  }

  /** Returns the command, after a check that no words are left. */
  <C> C last(C command) {
    if (more()) {
      throw misfit();
    }
    return command;
  }

  /** Returns the error for the next word. */
  CliException.Syntax misfit() {
    return CliException.Syntax.at(words.from(next));
  }

  /** Returns the error for the word that was taken last. */
  CliException.Syntax misfitBefore() {
    return CliException.Syntax.at(words.from(next - 1));
  }

  /** Adds an offer for this position; the supplier is called only at the cursor. */
  void offer(Supplier<Offer> offer) {
    if (next == end) {
      offers.add(offer.get());
    }
  }

  List<Offer> offers() {
    return offers;
  }
}
