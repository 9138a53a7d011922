package org.midolab.lab.assertion;

import java.util.List;
import java.util.Optional;
import org.midolab.lab.probe.BgpReader;

/** The parameters of a rule. */
record Parameters(Assertion of) {

  /**
   * Returns a parameter.
   *
   * @throws IllegalArgumentException if the assertion does not have it
   */
  String text(String name) {
    var value = of.parameters().get(name);
    if (value == null) {
      throw new IllegalArgumentException("the assertion " + of + " lacks the parameter " + name);
    }
    return value;
  }

  /**
   * Returns the reader for the program that speaks BGP on the node which is asked.
   *
   * @throws IllegalArgumentException if there is no such program
   */
  BgpReader reader() {
    return BgpReader.named(Optional.ofNullable(of.parameters().get("software")));
  }

  int port() {
    return Integer.parseInt(text("port"));
  }

  long number(String name) {
    return Long.parseLong(text(name));
  }

  /** Returns the words of a parameter, which are separated by blanks. */
  List<String> words(String name) {
    return List.of(text(name).split(" "));
  }
}
