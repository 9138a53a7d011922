Feature: 4.3 Midolman Installation
  On every host where traffic enters or leaves. The guide does not name the controller here, but in chapters 1 and 4.4.

  @qsg-4.3-agent-1
  Scenario: Midolman's packages are installed
    When root types on every agent host
      """
      apt-get install -y java-1.8.0-openjdk-headless
      apt-get install -y midolman
      """
    Then on every agent host the packages "java-1.8.0-openjdk-headless, midolman" are installed
    And on every agent host the unit "midolman.service" is known
    And on every agent host the command "mn-conf" is on the path
    And on every agent host the command "mm-ctl" is on the path

  @qsg-4.3-agent-2
  Scenario: The agent has the addresses of ZooKeeper
    When on every agent host the file "/etc/midolman/midolman.conf" is edited to contain
      """
      [zookeeper]
      zookeeper_hosts = nsdb1:2181,nsdb2:2181,nsdb3:2181
      """
    Then on every agent host "/etc/midolman/midolman.conf" sets this, and nothing else
      | zookeeper.zookeeper_hosts | nsdb1:2181,nsdb2:2181,nsdb3:2181 |

  @qsg-4.3-agent-3a
  Scenario: Each host gets its resource template
    When root types on controller and compute1
      """
      mn-conf template-set -h local -t agent-compute-medium
      """
    And root types on gateway1 and gateway2
      """
      mn-conf template-set -h local -t agent-gateway-medium
      """
    Then the configuration maps each host to a template
      | controller | agent-compute-medium |
      | compute1   | agent-compute-medium |
      | gateway1   | agent-gateway-medium |
      | gateway2   | agent-gateway-medium |

  @qsg-4.3-agent-3
  Scenario: Every agent host has a resource template
    Then the configuration maps each host to a template
      | controller | agent-compute-medium |
      | compute1   | agent-compute-medium |
      | gateway1   | agent-gateway-medium |
      | gateway2   | agent-gateway-medium |

  @qsg-4.3-agent-f2
  Scenario: There are five templates, and each agent host has the values of its template
    Then on compute1 "mn-conf template-list" prints the lines
      | agent-compute-large  |
      | agent-compute-medium |
      | agent-gateway-large  |
      | agent-gateway-medium |
      | default              |
    And the configuration templates have these values for agent.datapath.max_flow_count and agent.midolman.simulation_threads
      | agent-compute-large  | 1500000 | 2 |
      | agent-compute-medium | 350000  | 2 |
      | agent-gateway-large  | 2500000 | 4 |
      | agent-gateway-medium | 1500000 | 4 |
    And on controller and compute1 mn-conf gives
      | agent.datapath.max_flow_count     | 350000 |
      | agent.midolman.simulation_threads | 2      |
    And on gateway1 and gateway2 mn-conf gives
      | agent.datapath.max_flow_count     | 1500000 |
      | agent.midolman.simulation_threads | 4       |

  @qsg-4.3-agent-f3
  Scenario: The package has four different environment files
    Then on every agent host these files set MAX_HEAP_SIZE in a shell
      | /etc/midolman/midolman-env.sh.compute.large  | 2048M |
      | /etc/midolman/midolman-env.sh.compute.medium | 1024M |
      | /etc/midolman/midolman-env.sh.gateway.large  | 6144M |
      | /etc/midolman/midolman-env.sh.gateway.medium | 3072M |

  @qsg-4.3-agent-3b
  Scenario: Each host gets the environment file for its role
    When root types on controller and compute1
      """
      cp /etc/midolman/midolman-env.sh.compute.medium /etc/midolman/midolman-env.sh
      """
    And root types on gateway1 and gateway2
      """
      cp /etc/midolman/midolman-env.sh.gateway.medium /etc/midolman/midolman-env.sh
      """
    Then on controller and compute1 the files "/etc/midolman/midolman-env.sh" and "/etc/midolman/midolman-env.sh.compute.medium" are the same
    And on controller and compute1 a shell that reads "/etc/midolman/midolman-env.sh" has
      | MAX_HEAP_SIZE | 1024M |
      | HEAP_NEWSIZE  | 768M  |
    And on gateway1 and gateway2 the files "/etc/midolman/midolman-env.sh" and "/etc/midolman/midolman-env.sh.gateway.medium" are the same
    And on gateway1 and gateway2 a shell that reads "/etc/midolman/midolman-env.sh" has
      | MAX_HEAP_SIZE | 3072M |
      | HEAP_NEWSIZE  | 2560M |

  @qsg-4.3-agent-4.1
  Scenario: The address of Nova's metadata service is configured for all agents
    When root types on controller
      """
      echo "agent.openstack.metadata.nova_metadata_url : \"http://controller:8775\"" | mn-conf set -t default
      """
    Then the configuration template "default" holds
      | agent.openstack.metadata.nova_metadata_url | http://controller:8775 |

  @qsg-4.3-agent-4.2
  Scenario: The shared secret with Nova is configured for all agents
    Given these placeholders of the guide
      | METADATA_SECRET | a secret of this lab |
    When root types on controller
      """
      echo "agent.openstack.metadata.shared_secret : METADATA_SECRET" | mn-conf set -t default
      """
    Then the configuration template "default" holds a value for "agent.openstack.metadata.shared_secret" other than "shared_secret"

  @qsg-4.3-agent-4.3
  Scenario: The metadata proxy is enabled
    When root types on controller
      """
      echo "agent.openstack.metadata.enabled : true" | mn-conf set -t default
      """
    Then the configuration template "default" holds
      | agent.openstack.metadata.enabled | true |

  @qsg-4.3-agent-4.4
  Scenario: No placeholder of the guide is left
    Then the configuration template "default" contains none of these
      | nova_metadata_host |
      | nova_metadata_port |
      | METADATA_SECRET    |
      | ADMIN_TOKEN        |
    And no shell history on controller contains a typed secret

  @qsg-4.3-agent-f4
  Scenario: These settings apply to all agents
    Then on every agent host mn-conf gives
      | agent.openstack.metadata.nova_metadata_url | http://controller:8775 |
      | agent.openstack.metadata.enabled           | true                   |

  @qsg-4.3-agent-5
  Scenario: Midolman is enabled and started
    When root types on every agent host
      """
      systemctl enable midolman.service
      systemctl start midolman.service
      """
    Then on every agent host the unit "midolman.service" is enabled
    And on every agent host the unit "midolman.service" is active
    And the agents are alive on every agent host
    And on controller and compute1 the JVM of the unit "midolman.service" has a heap of "1024M"
    And on gateway1 and gateway2 the JVM of the unit "midolman.service" has a heap of "3072M"

  @qsg-4.3-agent-f1
  Scenario: Four hosts have an agent, and all are alive
    Then the API lists exactly these hosts, alive
      | controller |
      | gateway1   |
      | gateway2   |
      | compute1   |
    And the flow-state keyspace has replication factor 3
