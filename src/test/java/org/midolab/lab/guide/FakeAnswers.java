package org.midolab.lab.guide;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Prepared answers, by question. A question may start with the name of a node, if it applies to
 * this node only: {@code nsdb1: word srvr}. Safe for use by several threads.
 */
final class FakeAnswers {

  /** Separates successive answers to the same question. The last one is repeated. */
  static final String THEN = "\f";

  private static final Pattern FOR_ONE = Pattern.compile("([a-z]+[0-9]*): (.*)", Pattern.DOTALL);

  /** The answers by question. An empty answer for a node overrides an answer for all nodes. */
  private final Map<String, Optional<String>> answers = new ConcurrentHashMap<>();

  private final Map<String, String> addresses = new ConcurrentHashMap<>();
  private final Map<String, Runnable> effects = new ConcurrentHashMap<>();

  /**
   * Sets the answer to a question.
   *
   * @param answer null for none; several answers with {@link #THEN} between them are given in turn
   */
  void put(String question, String answer) {
    answers.put(question, Optional.ofNullable(answer));
  }

  /** Sets what a question changes: it is done before the question is answered. */
  void react(String question, Runnable effect) {
    effects.put(question, effect);
  }

  /**
   * Sets the address of a node. It replaces {@code <nsdb1>} in all answers, and {@code <self>} in
   * the node's own answers.
   */
  void locate(String node, String address) {
    addresses.put(node, address);
  }

  /** Returns the questions, without the names of nodes. */
  Collection<String> questions() {
    return answers.keySet().stream().map(FakeAnswers::bare).toList();
  }

  private static String bare(String question) {
    var one = FOR_ONE.matcher(question);
    return one.matches() ? one.group(2) : question;
  }

  boolean hasOwn(String node, Predicate<String> kind) {
    return answers.keySet().stream()
        .anyMatch(question -> question.startsWith(node + ": ") && kind.test(bare(question)));
  }

  /** Returns the answers of a node. */
  Of of(String node) {
    return new Of(node);
  }

  /** The answers of one node. */
  final class Of {

    private final String node;

    private Of(String node) {
      this.node = node;
    }

    Optional<String> to(String question) {
      var own = node + ": " + question;
      effects.getOrDefault(own, effects.getOrDefault(question, () -> {})).run();
      return (answers.containsKey(own) ? inTurn(own) : inTurn(question)).map(this::located);
    }

    private String located(String answer) {
      var text = answer;
      for (var each : addresses.entrySet()) {
        text = text.replace("<" + each.getKey() + ">", each.getValue());
      }
      return text.replace("<self>", addresses.getOrDefault(node, ""));
    }

    /**
     * Returns the answers to all questions with this prefix, by question. Answers for this node
     * override those for all nodes.
     */
    Map<String, String> beginning(String prefix) {
      var found = new TreeMap<String, String>();
      answers.forEach(
          (question, answer) -> {
            if (bare(question).equals(question) && question.startsWith(prefix)) {
              answer.ifPresent(text -> found.put(question, located(text)));
            }
          });
      answers.forEach(
          (question, answer) -> {
            if (question.startsWith(node + ": " + prefix)) {
              answer.ifPresentOrElse(
                  text -> found.put(bare(question), located(text)),
                  () -> found.remove(bare(question)));
            }
          });
      return found;
    }

    private Optional<String> inTurn(String question) {
      var given = answers.getOrDefault(question, Optional.empty());
      if (given.isEmpty() || !given.get().contains(THEN)) {
        return given;
      }
      int end = given.get().indexOf(THEN);
      answers.put(node + ": " + bare(question), Optional.of(given.get().substring(end + 1)));
      return Optional.of(given.get().substring(0, end));
    }
  }
}
