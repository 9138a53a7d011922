package org.midolab.lab.guide;

import java.util.stream.Collectors;

/** A step was named that the guide does not have: wrong usage, exit code 2. */
public final class UnknownStepException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnknownStepException(String step, Catalogue catalogue) {
    super(
        "the guide has no step \""
            + step
            + "\"; expected a chapter, a section or a step, such as 4, 4.4, 4.1-zk-2a or fip. Sections: "
            + catalogue.items().stream()
                .map(item -> section(item.id()))
                .distinct()
                .collect(Collectors.joining(", ")));
  }

  UnknownStepException(String message) {
    super(message);
  }

  private static String section(String id) {
    var bare = id.substring(id.indexOf('-') + 1);
    return bare.contains("-") ? bare.substring(0, bare.lastIndexOf('-')) : bare;
  }
}
