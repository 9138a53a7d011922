Feature: Beyond the guide: a level that mn-conf sets holds at once
  Daemons watch their configuration. What is set for a logger holds without a restart, and what held before holds again
  when it is unset.

  @lab-beyond-live-1
  Scenario: The agent's and the cluster's loggers follow, and neither is restarted
    Given on compute1 the process of the unit "midolman.service"
    And on controller the process of the unit "midonet-cluster.service"
    When root types on controller
      """
      cat << EOF | mn-conf set -t default
      agent.loggers.org.midolab.midonet.agent.flow : DEBUG
      cluster.loggers.org.midolab.midonet.cluster.rest : DEBUG
      EOF
      """
    Then the agent on compute1 logs at DEBUG what it drops of vm1's packets
    And the cluster on controller logs at DEBUG what a client reads
    When root types on controller
      """
      mn-conf unset -t default agent.loggers.org.midolab.midonet.agent.flow
      mn-conf unset -t default cluster.loggers.org.midolab.midonet.cluster.rest
      """
    Then the agent on compute1 logs nothing at DEBUG of what it drops of vm1's packets
    And the cluster on controller logs nothing at DEBUG of what a client reads
    And on compute1 the unit "midolman.service" still is the same process
    And on controller the unit "midonet-cluster.service" still is the same process
