package org.midolab.lab.guide.steps;

import com.typesafe.config.ConfigFactory;
import io.cucumber.java.en.Then;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.guide.terminal.Glossary;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.FileState;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.SettingsFile;
import org.midolab.lab.probe.SharedAnswers;
import org.midolab.lab.runtime.ExecResult;

/**
 * The settings in files, as the program that reads a file sees them, and the effective settings of
 * a host.
 */
public final class Settings {

  private final Observer observer;
  private final Glossary glossary;
  private final LabNodes lab;
  private final SharedAnswers answers;

  public Settings(Observer observer, Glossary glossary, LabNodes lab, SharedAnswers answers) {
    this.observer = observer;
    this.glossary = glossary;
    this.lab = lab;
    this.answers = answers;
  }

  /**
   * The first column is a key, with its section if the file has sections; the second is the value.
   */
  @Then("on {nodes} {string} sets")
  public void sets(ScenarioNodes where, String path, Map<String, String> values) {
    observer.observe(
        () ->
            where.each(
                node ->
                    observer.expect(
                        SettingsFile.of(node, path),
                        Expectation.<Map<String, String>>that(
                            "among others " + values,
                            seen -> seen.entrySet().containsAll(values.entrySet())))));
  }

  /**
   * Used for files in which any other setting would override settings that the guide makes
   * elsewhere.
   */
  @Then("on {nodes} {string} sets this, and nothing else")
  public void setsNothingElse(ScenarioNodes where, String path, Map<String, String> values) {
    observer.observe(
        () -> {
          var wanted = new TreeMap<String, String>();
          values.forEach((key, value) -> wanted.put(key, glossary.resolved(value)));
          where.each(
              node ->
                  observer.expect(
                      SettingsFile.of(node, path),
                      Expectation.<Map<String, String>>equalTo(wanted)));
        });
  }

  /** The first column is a variable's name, the second its value after the file was sourced. */
  @Then("on {nodes} a shell that reads {string} has")
  public void sourced(ScenarioNodes where, String path, Map<String, String> variables) {
    observer.observe(
        () ->
            where.each(
                node ->
                    observer.expect(
                        Probe.of(
                            "the variables that " + path + " sets in a shell on " + node.name(),
                            () -> sourced(node, path, variables)),
                        Expectation.<Map<String, String>>equalTo(new TreeMap<>(variables)))));
  }

  /** The first column is a file, the second the value of the shell variable in it. */
  @Then("on {nodes} these files set {word} in a shell")
  public void eachSourced(ScenarioNodes where, String variable, Map<String, String> files) {
    observer.observe(
        () ->
            where.each(
                node ->
                    observer.expect(
                        Probe.of(
                            variable + " in a shell on " + node.name() + ", by file",
                            () -> {
                              var seen = new TreeMap<String, String>();
                              for (var file : files.keySet()) {
                                seen.put(
                                    file,
                                    sourced(node, file, Map.of(variable, ""))
                                        .getOrDefault(variable, "no value"));
                              }
                              return (Map<String, String>) seen;
                            }),
                        Expectation.<Map<String, String>>equalTo(new TreeMap<>(files)))));
  }

  private static Map<String, String> sourced(
      LabNode node, String path, Map<String, String> variables) {
    var line =
        variables.keySet().stream()
            .map(name -> "echo " + name + "=$" + name)
            .collect(Collectors.joining("; ", ". " + path + "; ", ""));
    var seen = new TreeMap<String, String>();
    node.shell(line)
        .out()
        .lines()
        .map(l -> l.split("=", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> seen.put(parts[0], parts[1]));
    return seen;
  }

  /** Checks the effective values on the host, which come from all layers of the configuration. */
  @Then("on {nodes} mn-conf gives")
  public void effective(ScenarioNodes where, Map<String, String> values) {
    observer.observe(
        () ->
            where.each(
                node -> {
                  var dump = answers.to(node, "mn-conf", "dump");
                  observer.expect(
                      Probe.of(
                          "the effective configuration of " + node.name(),
                          () -> effective(dump.once(), values)),
                      Expectation.<Map<String, String>>equalTo(new TreeMap<>(values)));
                }));
  }

  private static Map<String, String> effective(ExecResult answer, Map<String, String> values) {
    if (!answer.ok()) {
      throw new IllegalStateException("mn-conf dump: " + answer.all().strip());
    }
    var config = ConfigFactory.parseString(answer.out());
    var seen = new TreeMap<String, String>();
    values
        .keySet()
        .forEach(
            key ->
                seen.put(
                    key,
                    config.hasPath(key)
                        ? String.valueOf(config.getValue(key).unwrapped())
                        : "no value"));
    return seen;
  }

  @Then("on {nodes} the start branch of {string} runs these commands before the server")
  public void runsAtStart(ScenarioNodes where, String path, String lines) {
    var wanted = lines.lines().map(String::strip).toList();
    observer.seeOnEach(
        where,
        node -> "the first commands in the start of " + path + " on " + node.name(),
        node -> InitScript.beforeTheServer(node.run("cat", path).out()),
        Expectation.<List<String>>that(
            String.join("; ", wanted), seen -> Collections.indexOfSubList(seen, wanted) >= 0));
  }

  @Then("on {nodes} {string} is a file that only root can read")
  public void forRootAlone(ScenarioNodes where, String path) {
    observer.observe(
        () ->
            where.each(
                node ->
                    observer.expect(
                        FileState.of(node, path),
                        Expectation.that(
                            "a regular file of root:root, mode 600",
                            file ->
                                file.kind().startsWith("regular")
                                    && file.owner().equals("root")
                                    && file.mode().equals("600")))));
  }
}
