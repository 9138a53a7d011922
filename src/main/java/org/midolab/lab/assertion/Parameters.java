package org.midolab.lab.assertion;

import java.util.List;

/** What a rule is told. */
record Parameters(Assertion of) {

  /**
   * @throws IllegalArgumentException when there is none of that name
   */
  String text(String name) {
    var value = of.parameters().get(name);
    if (value == null) {
      throw new IllegalArgumentException("the assertion " + of + " lacks the parameter " + name);
    }
    return value;
  }

  long number(String name) {
    return Long.parseLong(text(name));
  }

  /** The words of a parameter, with blanks between them. */
  List<String> words(String name) {
    return List.of(text(name).split(" "));
  }
}
