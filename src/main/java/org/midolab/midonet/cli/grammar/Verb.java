package org.midolab.midonet.cli.grammar;

import java.util.Arrays;
import java.util.Optional;

/** Verbs, with their shortest accepted prefixes (docs: contract.md#cli-grammar). */
enum Verb {
  LIST("list", 1),
  SHOW("show", 1),
  CREATE("create", 6),
  ADD("add", 3),
  SET("set", 3),
  CLEAR("clear", 5),
  DELETE("delete", 3),
  DESCRIBE("describe", 4);

  private final String word;
  private final int shortest;

  Verb(String word, int shortest) {
    this.word = word;
    this.shortest = shortest;
  }

  String word() {
    return word;
  }

  static Optional<Verb> of(String typed) {
    return Arrays.stream(values())
        .filter(verb -> typed.length() >= verb.shortest && verb.word.startsWith(typed))
        .findFirst();
  }
}
