package org.midolab.lab.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.concurrent.Callable;
import org.midolab.lab.runtime.LabFailure;
import org.midolab.lab.runtime.Node;
import org.midolab.lab.spec.LabName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab status [LAB]}. */
@Command(
    name = "status",
    description =
        "Shows a lab's nodes, addresses and services, BGP sessions, floating IPs, and the stored"
            + " objects that no agent enforces yet. Ends with 1 if a node is stopped.",
    footer = {"", "Example:", "  ./lab status quickstart --json"},
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

  @Mixin private RunningLab running;

  @Parameters(
      arity = "0..1",
      paramLabel = "LAB",
      converter = LabArgument.class,
      description = "The lab; not needed while only one is up.")
  private LabName word;

  @Option(names = "--json", description = "As JSON, for programs.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Console console = new Console(spec.commandLine().getOut());
    try (var lab = running.attach(word)) {
      if (lab.nodes().stream().noneMatch(Node::exists)) {
        throw new LabFailure(
            "lab '%1$s': the containers of its nodes are gone; remove it with: ./lab down %1$s"
                .formatted(lab.name()));
      }
      StatusTable status = StatusTable.of(lab);
      if (json) {
        console.line(
            new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .registerModule(new Jdk8Module())
                .writeValueAsString(status.asMap(lab.name().value())));
      } else {
        lab.unfinishedWalk().ifPresent(walk -> console.line(walk.sentence(lab.name()) + "\n"));
        status.print(console);
      }
      return status.allRunning() ? 0 : Lab.FAILED;
    } catch (JsonProcessingException e) {
      throw new LabFailure("status as JSON: " + e.getMessage(), e);
    }
  }
}
