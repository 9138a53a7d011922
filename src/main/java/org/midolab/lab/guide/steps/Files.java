package org.midolab.lab.guide.steps;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Then;
import java.util.Map;
import java.util.TreeMap;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.FileState;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.SharedAnswers;

/** Files on the nodes, and the output of commands. */
public final class Files {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private final Observer observer;
  private final SharedAnswers answers;

  public Files(Observer observer, SharedAnswers answers) {
    this.observer = observer;
    this.answers = answers;
  }

  @Then("on {nodes} the file {string} contains")
  public void contains(ScenarioNodes where, String path, String lines) {
    var wanted = lines.lines().map(Files::bare).toList();
    observer.observe(
        () ->
            where.each(
                node ->
                    observer.expect(
                        FileState.text(node, path),
                        Expectation.that(
                            "the lines " + wanted,
                            text -> text.lines().map(Files::bare).toList().containsAll(wanted)))));
  }

  @Then("on {nodes} no file in {string} contains {string}")
  public void noFileSays(ScenarioNodes where, String directory, String word) {
    observer.seeOnEach(
        where,
        node -> "files in " + directory + " on " + node.name() + " with " + word,
        node -> SearchOutput.of(node.run("grep", "-rlF", "--", word, directory), 1),
        Expectation.that("none", String::isEmpty));
  }

  @Then("on {nodes} the file {string} is {string}")
  public void is(ScenarioNodes where, String path, String text) {
    observer.observe(
        () ->
            where.each(
                node ->
                    observer.expect(
                        FileState.text(node, path),
                        Expectation.that(text, seen -> seen.strip().equals(text)))));
  }

  @Then("on {nodes} {string} is a directory of {word}")
  public void directory(ScenarioNodes where, String path, String owner) {
    observer.observe(
        () ->
            where.each(
                node ->
                    observer.expect(
                        FileState.of(node, path),
                        Expectation.that(
                            "directory of " + owner,
                            s ->
                                s.kind().equals("directory")
                                    && (s.owner() + ":" + s.group()).equals(owner)))));
  }

  /** The first column is a JSON pointer, the second the value. */
  @Then("on {nodes} {string} holds")
  public void yamlHolds(ScenarioNodes where, String path, Map<String, String> values) {
    observer.seeOnEach(
        where,
        node -> path + " on " + node.name(),
        node -> {
          var yaml = YAML.readTree(node.run("cat", path).out());
          var seen = new TreeMap<String, String>();
          values.keySet().forEach(pointer -> seen.put(pointer, yaml.at(pointer).asText()));
          return (Map<String, String>) seen;
        },
        Expectation.equalTo((Map<String, String>) new TreeMap<>(values)));
  }

  @Then("on {nodes} the files {string} and {string} are the same")
  public void same(ScenarioNodes where, String one, String other) {
    observer.seeOnEach(
        where,
        node -> "cmp " + one + " " + other + " on " + node.name(),
        node -> node.run("cmp", one, other),
        Expectation.that("no difference", answer -> answer.ok()));
  }

  @Then("on {nodes} {string} succeeds")
  public void runs(ScenarioNodes where, String line) {
    observer.observe(
        () ->
            where.each(
                node ->
                    observer.expect(
                        Probe.of(
                            line + " on " + node.name(), answers.to(node, "/bin/sh", "-c", line)),
                        Expectation.that("exit code 0", answer -> answer.ok()))));
  }

  @Then("on {nodes} {string} prints {string}")
  public void prints(ScenarioNodes where, String line, String text) {
    onEach(where, line, Expectation.equalTo(text));
  }

  @Then("on {nodes} {string} prints a line with {string}")
  public void printsLineWith(ScenarioNodes where, String line, String word) {
    onEach(where, line, lineWith(word));
  }

  /** Repeats the command for as long as a server may take to boot. */
  @Then("on {nodes} {string} comes to print a line with {string}")
  public void comesToPrint(ScenarioNodes where, String line, String word) {
    observer.seeOnEach(
        where,
        Deadline.SERVER_BOOTS,
        node -> line + " on " + node.name(),
        node -> node.shell(line).text(),
        lineWith(word));
  }

  private static Expectation<String> lineWith(String word) {
    return Expectation.that(
        "a line with " + word, out -> out.lines().anyMatch(l -> l.contains(word)));
  }

  @Then("on {nodes} {string} prints the lines")
  public void printsLines(ScenarioNodes where, String line, DataTable lines) {
    onEach(
        where,
        line,
        Expectation.that(
            "the lines " + lines.asList(),
            out -> out.lines().map(String::strip).toList().containsAll(lines.asList())));
  }

  @Then("on {nodes} {string} prints lines that begin with")
  public void printsLinesThatBegin(ScenarioNodes where, String line, DataTable beginnings) {
    onEach(
        where,
        line,
        Expectation.that(
            "lines that begin with " + beginnings.asList(),
            out ->
                beginnings.asList().stream()
                    .allMatch(b -> out.lines().anyMatch(l -> l.startsWith(b)))));
  }

  @Then("on {nodes} {string} prints three lines that begin with {string}")
  public void printsThreeLines(ScenarioNodes where, String line, String beginning) {
    onEach(
        where,
        line,
        Expectation.that(
            "three lines that begin with " + beginning,
            out -> out.lines().filter(l -> l.startsWith(beginning)).count() == 3));
  }

  private void onEach(ScenarioNodes where, String line, Expectation<String> expectation) {
    observer.seeOnEach(
        where, node -> line + " on " + node.name(), node -> node.shell(line).text(), expectation);
  }

  private static String bare(String line) {
    return line.strip().replaceAll("\\s*=\\s*", "=");
  }
}
