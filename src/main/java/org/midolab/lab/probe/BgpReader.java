package org.midolab.lab.probe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.midolab.lab.probe.BgpSpeaker.Neighbour;
import org.midolab.lab.probe.BgpSpeaker.Path;
import org.midolab.lab.probe.BgpSpeaker.Session;
import org.midolab.lab.spec.BgpSoftware;

/**
 * How to ask a program that speaks BGP, and how to read what it prints. The commands are fixed, so
 * that an answer can be found again by its question.
 */
public sealed interface BgpReader permits FrrReader, BirdReader {

  /** Returns the reader for a program. */
  static BgpReader of(BgpSoftware software) {
    return switch (software) {
      case FRR -> new FrrReader();
      case BIRD -> new BirdReader();
    };
  }

  /**
   * Returns the reader for a program by its name in a lab file; FRR if none is named.
   *
   * @throws IllegalArgumentException if there is no such program
   */
  static BgpReader named(Optional<String> word) {
    return of(
        word.map(
                name ->
                    BgpSoftware.of(name)
                        .orElseThrow(
                            () -> new IllegalArgumentException("no software is named " + name)))
            .orElse(BgpSoftware.FRR));
  }

  /** Returns the command that prints the state of the session with a neighbour. */
  List<String> sessionCommand(String neighbour);

  /**
   * Returns the session in what {@link #sessionCommand} printed.
   *
   * @throws IllegalStateException if no such neighbour is configured
   */
  Session session(String neighbour, String printed) throws Exception;

  /** Returns the command that prints all routes. */
  List<String> routesCommand();

  /** Returns prefixes with their paths in what {@link #routesCommand} printed. */
  Map<String, List<Path>> routes(String printed) throws Exception;

  /** Returns the command that prints all sessions. */
  List<String> neighboursCommand();

  /** Returns the sessions in what {@link #neighboursCommand} printed. */
  List<Neighbour> neighbours(String printed) throws Exception;

  /** Returns the shell command line that prints the program's own AS number. */
  String ownAsCommand();

  /** Returns the line of {@link #ownAsCommand} for an AS number. */
  String ownAsLine(long number);
}
