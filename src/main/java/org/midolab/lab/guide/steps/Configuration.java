package org.midolab.lab.guide.steps;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Then;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.Nsdb;
import org.midolab.lab.probe.SettingsFile;

/** The configuration that mn-conf wrote, read from ZooKeeper as HOCON. */
public final class Configuration {

  private final Observer observer;
  private final LabNodes lab;

  public Configuration(Observer observer, LabNodes lab) {
    this.observer = observer;
    this.lab = lab;
  }

  @Then("the configuration template {string} holds")
  public void holds(String template, Map<String, String> values) {
    observer.see(
        "the configuration template " + template,
        () -> {
          var config = template(template);
          var seen = new TreeMap<String, String>();
          values.keySet().forEach(key -> seen.put(key, value(config, key)));
          return (Map<String, String>) seen;
        },
        Expectation.equalTo((Map<String, String>) new TreeMap<>(values)));
  }

  /** Used for secrets: the value itself is not known here and not recorded. */
  @Then("the configuration template {string} holds a value for {string} other than {string}")
  public void holdsAnother(String template, String key, String placeholder) {
    observer.see(
        key + " in the configuration template " + template,
        () -> {
          var value = value(template(template), key).strip();
          return value.isEmpty()
              ? "no value"
              : value.equals(placeholder) ? "the placeholder" : "a value";
        },
        Expectation.equalTo("a value"));
  }

  /** Compares the secrets. The evidence contains only the result. */
  @Then("the configuration template {string} and Keystone on {nodes} hold the same admin token")
  public void sameToken(String template, ScenarioNodes where) {
    observer.see(
        "the admin tokens of Keystone on "
            + where
            + " and of the configuration template "
            + template,
        () -> {
          var own =
              SettingsFile.of(where.only(), "/etc/keystone/keystone.conf")
                  .look()
                  .getOrDefault("DEFAULT.admin_token", "");
          var cluster = value(template(template), "cluster.auth.keystone.admin_token");
          return own.isEmpty()
              ? "Keystone has none"
              : own.equals(cluster) ? "the same" : "different";
        },
        Expectation.equalTo("the same"));
  }

  @Then("the configuration template {string} contains none of these")
  public void saysNone(String template, DataTable words) {
    observer.see(
        "placeholders in the configuration template " + template,
        () -> {
          var text = text(template);
          if (text.isBlank()) {
            return "no text at all";
          }
          return words.asList().stream().filter(text::contains).collect(Collectors.joining(", "));
        },
        Expectation.that("none", String::isEmpty));
  }

  @Then("the configuration maps each host to a template")
  public void mapping(Map<String, String> mapping) {
    observer.see(
        "the hosts' templates",
        () -> {
          var seen = new TreeMap<String, String>();
          var mappings = ConfigFactory.parseString(znode("/config/template-mappings"));
          for (var host : mapping.keySet()) {
            seen.put(host, value(mappings, hostId(host)));
          }
          return (Map<String, String>) seen;
        },
        Expectation.equalTo((Map<String, String>) new TreeMap<>(mapping)));
  }

  private String hostId(String host) {
    return lab.node(host).shell("sed -n 's/^host_uuid=//p' /etc/midonet_host_id.properties").text();
  }

  /**
   * The first column is a template, the others are the values of the two keys on hosts with this
   * template.
   */
  @Then("the configuration templates have these values for {word} and {word}")
  public void templateValues(String one, String other, DataTable rows) {
    observer.see(
        one + " and " + other + " by template",
        () -> {
          var seen = new ArrayList<List<String>>();
          for (var row : rows.asLists()) {
            var config = ConfigFactory.parseString(effective(row.getFirst()));
            seen.add(List.of(row.getFirst(), value(config, one), value(config, other)));
          }
          return (List<List<String>>) seen;
        },
        Expectation.equalTo(rows.asLists()));
  }

  /**
   * Returns the stored text of a template. A template that ships with MidoNet may be unstored; then
   * mn-conf prints it.
   */
  private String effective(String name) throws Exception {
    var stored = text(name);
    return stored.isBlank()
        ? ScenarioNodes.of("the compute node", lab).only().run("mn-conf", "dump", "-t", name).text()
        : stored;
  }

  private Config template(String name) throws Exception {
    return ConfigFactory.parseString(text(name));
  }

  private String text(String template) throws Exception {
    return znode("/config/templates/" + template);
  }

  private String znode(String path) throws Exception {
    try (var nsdb = Nsdb.connect(ScenarioNodes.of("every NSDB node", lab).nodes())) {
      return nsdb.text(Nsdb.ROOT + path).orElse("");
    }
  }

  private static String value(Config config, String key) {
    for (var path : List.of(key, "\"" + key + "\"")) {
      if (config.hasPath(path)) {
        return String.valueOf(config.getValue(path).unwrapped());
      }
    }
    return "";
  }
}
