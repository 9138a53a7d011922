package org.midolab.lab.guide.steps;

import io.cucumber.datatable.DataTable;
import io.cucumber.java.ParameterType;
import io.cucumber.java.en.Given;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.terminal.Glossary;
import org.midolab.lab.probe.LabNodes;

/** The parameter types of the steps, and the placeholders of the guide. */
public final class ParameterTypes {

  private final LabNodes lab;
  private final Glossary glossary;

  public ParameterTypes(LabNodes lab, Glossary glossary) {
    this.lab = lab;
    this.glossary = glossary;
  }

  @ParameterType(ScenarioNodes.PATTERN)
  public ScenarioNodes nodes(String text) {
    return ScenarioNodes.of(text, lab);
  }

  /** An IPv4 address in a step. */
  @ParameterType("\\d+\\.\\d+\\.\\d+\\.\\d+")
  public String address(String text) {
    return text;
  }

  /** An IPv4 prefix in a step. */
  @ParameterType("\\d+\\.\\d+\\.\\d+\\.\\d+/\\d+")
  public String prefix(String text) {
    return text;
  }

  @Given("these placeholders of the guide")
  public void definePlaceholders(DataTable words) {
    words.asLists().forEach(row -> glossary.define(row.get(0), row.get(1)));
  }
}
