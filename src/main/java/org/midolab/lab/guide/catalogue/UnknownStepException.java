package org.midolab.lab.guide.catalogue;

import java.util.List;
import org.midolab.lab.spec.Suggestion;

/** The guide has no step of that name. The command line ends with exit code 2 (wrong usage). */
public final class UnknownStepException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnknownStepException(String step, Catalogue catalogue) {
    this(step, catalogue.items().stream().map(item -> section(item.id())).distinct().toList());
  }

  private UnknownStepException(String step, List<String> sections) {
    super(
        "the guide has no step \""
            + step
            + "\"; expected a chapter, a section or a step, such as 4, 4.4, 4.1-zk-2a or fip. Sections: "
            + String.join(", ", sections)
            + Suggestion.of(step, sections));
  }

  public UnknownStepException(String message) {
    super(message);
  }

  private static String section(String id) {
    var bare = id.substring(id.indexOf('-') + 1);
    return bare.contains("-") ? bare.substring(0, bare.lastIndexOf('-')) : bare;
  }
}
