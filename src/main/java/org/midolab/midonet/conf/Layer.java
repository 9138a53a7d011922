package org.midolab.midonet.conf;

import java.util.UUID;

/** Part of the configuration that is stored in one ZooKeeper node. */
public sealed interface Layer {

  /** The template that applies to all hosts. */
  Template DEFAULT = new Template("default");

  /** Returns the path of the node, relative to {@code /midonet/config}. */
  String path();

  /** Values for the hosts to which the template is assigned; "default" applies to all hosts. */
  record Template(String name) implements Layer {

    public Template {
      if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
        throw new ConfigurationException(
            "'"
                + name
                + "' is not a valid template name; allowed are letters, digits, '.', '_' and '-'");
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
