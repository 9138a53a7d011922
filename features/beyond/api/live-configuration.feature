Feature: Beyond the guide: a log level that mn-conf sets takes effect at once
  Daemons watch their configuration. A level that is set for a logger takes effect without a restart. When it is unset, the
  previous level is restored.

  @lab-beyond-live-1
  Scenario: The levels of the agent's and the cluster's loggers change without a restart
    Given on compute1 the process of the unit "midolman.service" is recorded
    And on controller the process of the unit "midonet-cluster.service" is recorded
    When root types on controller
      """
      cat << EOF | mn-conf set -t default
      agent.loggers.org.midolab.midonet.agent.flow : DEBUG
      cluster.loggers.org.midolab.midonet.cluster.rest : DEBUG
      EOF
      """
    Then the agent on compute1 logs at DEBUG the packets of vm1 that it drops
    And the cluster on controller logs at DEBUG the requests of a client
    When root types on controller
      """
      mn-conf unset -t default agent.loggers.org.midolab.midonet.agent.flow
      mn-conf unset -t default cluster.loggers.org.midolab.midonet.cluster.rest
      """
    Then the agent on compute1 does not log at DEBUG the packets of vm1 that it drops
    And the cluster on controller does not log at DEBUG the requests of a client
    And on compute1 the unit "midolman.service" is still the same process
    And on controller the unit "midonet-cluster.service" is still the same process
