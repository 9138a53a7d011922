package org.midolab.lab.probe;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Answers of commands that several looks of one run ask for in the same words. A command that
 * starts a Java program costs its node half a second of CPU, and a run that only looks changes
 * nothing that the second answer could differ by. Lives as long as one run. Safe for use by several
 * threads.
 */
public final class SharedAnswers {

  private record Question(String node, List<String> command) {}

  private final boolean shared;
  private final Map<Question, Answer> answers = new ConcurrentHashMap<>();

  private SharedAnswers(boolean shared) {
    this.shared = shared;
  }

  /** For a run that performs: each look asks, since a step may have changed the answer. */
  public static SharedAnswers none() {
    return new SharedAnswers(false);
  }

  /** For a run that only looks. */
  public static SharedAnswers ofOneRun() {
    return new SharedAnswers(true);
  }

  /**
   * What a node answers to a command, for one probe. Its first look takes the answer that an
   * earlier probe of the run got. Each further look runs the command, since the first did not see
   * what was expected. An answer other than exit code 0 is not shared.
   */
  public Probe.Look<Answer> to(LabNode node, String... command) {
    var question = new Question(node.name(), List.of(command));
    var looked = new AtomicBoolean();
    return () -> {
      var known = answers.get(question);
      if (shared && looked.compareAndSet(false, true) && known != null) {
        return known;
      }
      var answer = node.run(command);
      if (answer.ok()) {
        answers.put(question, answer);
      } else {
        answers.remove(question);
      }
      return answer;
    };
  }
}
