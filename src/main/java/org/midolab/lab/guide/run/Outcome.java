package org.midolab.lab.guide.run;

import org.midolab.lab.guide.catalogue.Waivers.Waiver;

/** What became of an item or of a scenario. */
public sealed interface Outcome {

  /** The outcome of an item that a waiver excuses. */
  static Outcome of(Waiver waiver) {
    return waiver.textOnly() ? new TextOnly(waiver) : new Waived(waiver);
  }

  /** One word for tables and reports. */
  String word();

  /** A sentence that says more than the word, or an empty text. */
  default String detail() {
    return "";
  }

  /** True where the run must be called red. */
  default boolean isRed() {
    return false;
  }

  record Passed() implements Outcome {
    @Override
    public String word() {
      return "passed";
    }
  }

  /**
   * @param error what was thrown; its message says what was expected and what was last seen
   */
  record Failed(String message, Throwable error) implements Outcome {
    @Override
    public String word() {
      return "failed";
    }

    @Override
    public String detail() {
      return message;
    }

    @Override
    public boolean isRed() {
      return true;
    }
  }

  /**
   * Not tried, because something that it needs did not come about. Red, but not a finding of its
   * own.
   */
  record Blocked(String by) implements Outcome {
    @Override
    public String word() {
      return "blocked";
    }

    @Override
    public String detail() {
      return "blocked by " + by;
    }

    @Override
    public boolean isRed() {
      return true;
    }
  }

  /**
   * There is nothing on these nodes that the item could be about; the evidence is what a probe saw.
   */
  record NotApplicable(String evidence) implements Outcome {
    @Override
    public String word() {
      return "not applicable";
    }

    @Override
    public String detail() {
      return evidence;
    }
  }

  /** A figure that a busy machine would have spoilt; the reason says how busy it was. */
  record NotMeasured(String reason) implements Outcome {
    @Override
    public String word() {
      return "not measured";
    }

    @Override
    public String detail() {
      return reason;
    }
  }

  /** Stays waived when a scenario that looks at a part of it passes. */
  record Waived(Waiver waiver) implements Outcome {
    @Override
    public String word() {
      return "waived";
    }

    @Override
    public String detail() {
      return waiver.reason() + " (" + waiver.owner() + ", until " + waiver.expires() + ")";
    }
  }

  /** Text about the text: there is nothing in it that a host could show. */
  record TextOnly(Waiver waiver) implements Outcome {
    @Override
    public String word() {
      return "text only";
    }

    @Override
    public String detail() {
      return waiver.reason();
    }
  }

  /** This run did not come to it. */
  record NotRun() implements Outcome {
    @Override
    public String word() {
      return "not run";
    }
  }
}
