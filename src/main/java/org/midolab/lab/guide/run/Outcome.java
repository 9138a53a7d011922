package org.midolab.lab.guide.run;

import org.midolab.lab.guide.catalogue.Waivers.Waiver;

/** The outcome of an item or of a scenario. */
public sealed interface Outcome {

  /** Returns the outcome of an item with a waiver. */
  static Outcome of(Waiver waiver) {
    return waiver.textOnly() ? new TextOnly(waiver) : new Waived(waiver);
  }

  /** Returns one or two words for tables and reports. */
  String word();

  /** Returns a sentence with details, or an empty text. */
  default String detail() {
    return "";
  }

  /** Reports whether this outcome makes the run red. */
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
   * The expected result was not seen.
   *
   * @param error the exception; its message says what was expected and what was last seen
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
   * Not run, because a scenario that it needs failed. This makes the run red, but is not a separate
   * failure.
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

  /** The nodes have nothing to which the item applies. The evidence is the result of a probe. */
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

  /**
   * The measurement is not reliable, because the machine was busy. The reason contains the load.
   */
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

  /** Waived. The item stays waived even if a scenario that covers a part of it passes. */
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

  /** Explanatory text, in which there is nothing to observe. */
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

  /** This run did not reach the item. */
  record NotRun() implements Outcome {
    @Override
    public String word() {
      return "not run";
    }
  }
}
