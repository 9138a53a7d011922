package org.midolab.midonet.agent;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.ToIntFunction;
import org.midolab.midonet.agent.binding.BindingClient;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A question of a tool to the agent of its host. Exit codes: 0 answered, 1 refused, 3 no agent
 * listens.
 *
 * @param spec the tool's command, which names it and has its output
 */
record AgentQuestion(Path socket, CommandSpec spec) {

  private static final int REFUSED = 1;
  private static final int UNREACHABLE = 3;

  /** Prints a page of the agent, and returns the exit code. */
  int print(String page) {
    return print(page, "");
  }

  /**
   * Prints the answer of a page.
   *
   * @param page method and path, and perhaps a query, see {@link AgentPages}
   * @return the exit code
   */
  int print(String page, String body) {
    return answer(
        page,
        body,
        text -> {
          if (!text.isEmpty()) {
            spec.commandLine().getOut().println(text);
          }
          return 0;
        });
  }

  /**
   * Asks for a page of the agent.
   *
   * @param page method and path, and perhaps a query
   * @param work handles the text of the page, and returns the exit code
   */
  int answer(String page, String body, ToIntFunction<String> work) {
    String[] words = page.split(" ");
    String tool = spec.root().name();
    PrintWriter err = spec.commandLine().getErr();
    try {
      BindingClient.Answer answer = new BindingClient(socket).exchange(words[0], words[1], body);
      if (!answer.isDone()) {
        err.println(tool + ": " + answer.text());
        return REFUSED;
      }
      return work.applyAsInt(answer.text());
    } catch (IOException e) {
      err.println(
          "%s: no agent listens at %s; see: systemctl status midolman.service"
              .formatted(tool, socket));
      return UNREACHABLE;
    }
  }
}
