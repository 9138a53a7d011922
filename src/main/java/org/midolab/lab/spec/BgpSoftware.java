package org.midolab.lab.spec;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The programs that a router of the lab can speak BGP with. All are packages of Debian. */
public enum BgpSoftware {
  FRR("frr", "frr"),
  BIRD("bird", "bird");

  private final String word;
  private final String unit;

  BgpSoftware(String word, String unit) {
    this.word = word;
    this.unit = unit;
  }

  /** Returns the program's name in a lab file. */
  public String word() {
    return word;
  }

  /** Returns the name of its systemd unit. */
  public String unit() {
    return unit;
  }

  /** Returns the program with this name, if there is one. */
  public static Optional<BgpSoftware> of(String word) {
    return Arrays.stream(values()).filter(software -> software.word.equals(word)).findFirst();
  }

  /** Returns the names of all programs, separated by commas. */
  static String words() {
    return Arrays.stream(values()).map(BgpSoftware::word).collect(Collectors.joining(", "));
  }
}
