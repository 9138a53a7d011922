package org.midolab.lab.guide.steps;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A text of a feature in which an ellipsis matches any text, as in the guide. */
record Ellipsis(String text) {

  boolean fits(String seen) {
    return Pattern.matches(
        Arrays.stream(text.strip().split("…", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")),
        seen);
  }
}
