Feature: From bare nodes to two agents
  The same as the guide does for seven hosts, for the hosts that two instances need.

  @lab-nodes-names
  Scenario: The hosts know each other by name
    When on every host the file "/etc/hosts" lists every host with its management address
    Then on every host each host's name resolves to its management address

  @lab-nodes-repository
  Scenario: MidoNet's packages can be installed
    When root types on every host
      """
      echo 'deb [trusted=yes] file:/usr/share/midolab/apt/midonet ./' > /etc/apt/sources.list.d/midonet.list
      apt-get update
      """
    Then on every host apt has read "file:/usr/share/midolab/apt/midonet" from the list "/etc/apt/sources.list.d/midonet.list"

  @lab-nodes-nsdb
  Scenario: A single ZooKeeper server runs
    When root types on nsdb1
      """
      apt-get install -y java-1.7.0-openjdk-headless
      apt-get install -y zookeeper zkdump nmap-ncat
      mkdir /var/lib/zookeeper/data
      chown zookeeper:zookeeper /var/lib/zookeeper/data
      mkdir -p /usr/java/default/bin/
      ln -s /usr/lib/jvm/jre-1.7.0-openjdk/bin/java /usr/java/default/bin/
      systemctl enable zookeeper.service
      systemctl start zookeeper.service
      """
    Then on nsdb1 the unit "zookeeper.service" is enabled
    And on nsdb1 the unit "zookeeper.service" is active
    And ZooKeeper is ready on nsdb1

  @lab-nodes-cluster
  Scenario: The cluster's API answers
    When root types on controller
      """
      apt-get install -y midonet-cluster
      """
    And on controller the file "/etc/midonet/midonet.conf" is edited to contain
      """
      [zookeeper]
      zookeeper_hosts = nsdb1:2181
      """
    And root types on controller
      """
      echo "zookeeper.zookeeper_hosts : \"nsdb1:2181\"" | mn-conf set -t default
      echo "cluster.auth.provider_class : \"org.midonet.cluster.auth.MockAuthService\"" | mn-conf set -t default
      systemctl enable midonet-cluster.service
      systemctl start midonet-cluster.service
      """
    Then the configuration template "default" holds
      | zookeeper.zookeeper_hosts   | nsdb1:2181                              |
      | cluster.auth.provider_class | org.midonet.cluster.auth.MockAuthService |
    And on controller the unit "midonet-cluster.service" is enabled
    And on controller the unit "midonet-cluster.service" is active
    And the API on controller is ready

  @lab-nodes-cli
  Scenario: The command line has the API's address and its user
    Given these placeholders of the guide
      | ADMIN_PASS | a secret of this lab |
    When root types on controller
      """
      apt-get install -y python-midonetclient
      """
    And on controller the file "/root/.midonetrc" is edited to contain
      """
      [cli]
      api_url = http://controller:8181/midonet-api
      username = admin
      password = ADMIN_PASS
      project_id = admin
      """
    Then on controller "midonet-cli -e 'list host'" succeeds

  @lab-nodes-agents
  Scenario: An agent is alive on each compute node
    When root types on compute1 and compute2
      """
      apt-get install -y java-1.8.0-openjdk-headless
      apt-get install -y midolman
      """
    And on compute1 and compute2 the file "/etc/midolman/midolman.conf" is edited to contain
      """
      [zookeeper]
      zookeeper_hosts = nsdb1:2181
      """
    And root types on compute1 and compute2
      """
      mn-conf template-set -h local -t agent-compute-medium
      cp /etc/midolman/midolman-env.sh.compute.medium /etc/midolman/midolman-env.sh
      systemctl enable midolman.service
      systemctl start midolman.service
      """
    Then on compute1 and compute2 the unit "midolman.service" is enabled
    And on compute1 and compute2 the unit "midolman.service" is active
    And the agents are alive on compute1 and compute2
    And the API lists exactly these hosts, alive
      | compute1 |
      | compute2 |
