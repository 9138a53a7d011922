package org.midolab.midonet.conf;

import java.util.UUID;

/** One place in ZooKeeper where values are kept. */
public sealed interface Layer {

  /** The template that holds for all hosts. */
  Template DEFAULT = new Template("default");

  /** Below {@code /midonet/config}. */
  String path();

  /** Values for the hosts that the template is assigned to; "default" is for all. */
  record Template(String name) implements Layer {

    public Template {
      if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
        throw new ConfigurationException(
            "'"
                + name
                + "' cannot be a template's name; allowed are letters, digits, '.', '_' and '-'");
      }
    }

    @Override
    public String path() {
      return "templates/" + name;
    }

    @Override
    public String toString() {
      return "template " + name;
    }
  }

  /** Values for one host. */
  record Node(UUID host) implements Layer {

    @Override
    public String path() {
      return "nodes/" + host;
    }

    @Override
    public String toString() {
      return "host " + host;
    }
  }
}
