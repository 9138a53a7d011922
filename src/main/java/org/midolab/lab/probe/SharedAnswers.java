package org.midolab.lab.probe;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.midolab.lab.runtime.ExecResult;

/**
 * Answers to commands that several probes of one run share. A command that starts a Java program
 * uses half a second of CPU on its node. An observing run changes nothing, so a second answer would
 * be the same. An instance is used for one run. Safe for use by several threads.
 */
public final class SharedAnswers {

  private record Question(String node, List<String> command) {}

  private final boolean shared;
  private final Map<Question, ExecResult> answers = new ConcurrentHashMap<>();

  private SharedAnswers(boolean shared) {
    this.shared = shared;
  }

  /**
   * For a performing run: each probe runs the command, because a step may have changed the answer.
   */
  public static SharedAnswers none() {
    return new SharedAnswers(false);
  }

  /** For an observing run. */
  public static SharedAnswers ofOneRun() {
    return new SharedAnswers(true);
  }

  /**
   * Returns the look of one probe at a node's answer to a command. The first look uses the answer
   * of an earlier probe of the run, if there is one. Each further look runs the command, because
   * the first one did not see the expected result. Only answers with exit code 0 are shared.
   */
  public Probe.Look<ExecResult> to(LabNode node, String... command) {
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
