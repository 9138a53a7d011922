Feature: 4.2 Controller Node: MidoNet Cluster Installation

  @qsg-4.2-clu-1
  Scenario: The cluster's package is installed
    When root types on controller
      """
      apt-get install -y midonet-cluster
      """
    Then on controller the package "midonet-cluster" is installed
    And on controller the unit "midonet-cluster.service" is known
    And on controller the command "mn-conf" is on the path

  @qsg-4.2-clu-2
  Scenario: mn-conf has the addresses of ZooKeeper
    When on controller the file "/etc/midonet/midonet.conf" is edited to contain
      """
      [zookeeper]
      zookeeper_hosts = nsdb1:2181,nsdb2:2181,nsdb3:2181
      """
    Then on controller "/etc/midonet/midonet.conf" sets this, and nothing else
      | zookeeper.zookeeper_hosts | nsdb1:2181,nsdb2:2181,nsdb3:2181 |

  @qsg-4.2-clu-3.1 @qsg-4.2-clu-3.2
  Scenario: The addresses of ZooKeeper and Cassandra are configured for all hosts
    When root types on controller
      """
      cat << EOF | mn-conf set -t default
      zookeeper {
          zookeeper_hosts = "nsdb1:2181,nsdb2:2181,nsdb3:2181"
      }
      cassandra {
          servers = "nsdb1,nsdb2,nsdb3"
      }
      EOF
      """
    Then the configuration template "default" holds
      | zookeeper.zookeeper_hosts | nsdb1:2181,nsdb2:2181,nsdb3:2181 |
      | cassandra.servers         | nsdb1,nsdb2,nsdb3                |

  @qsg-4.2-clu-3.3
  Scenario: Cassandra's replication factor is configured, and other settings stay
    When root types on controller
      """
      echo "cassandra.replication_factor : 3" | mn-conf set -t default
      """
    Then the configuration template "default" holds
      | cassandra.replication_factor | 3                                |
      | cassandra.servers            | nsdb1,nsdb2,nsdb3                |
      | zookeeper.zookeeper_hosts    | nsdb1:2181,nsdb2:2181,nsdb3:2181 |

  @qsg-4.2-clu-f1
  Scenario: These settings apply to all hosts
    Then on every agent host mn-conf gives
      | cassandra.servers            | nsdb1,nsdb2,nsdb3                |
      | cassandra.replication_factor | 3                                |
      | zookeeper.zookeeper_hosts    | nsdb1:2181,nsdb2:2181,nsdb3:2181 |
    And on gateway1 no file in "/etc/midolman" contains "nsdb1,nsdb2,nsdb3"

  @qsg-4.2-clu-4
  Scenario: Keystone is configured
    Given these placeholders of the guide
      | ADMIN_TOKEN | a secret of this lab |
    When root types on controller
      """
      cat << EOF | mn-conf set -t default
      cluster.auth {
          provider_class = "org.midonet.cluster.auth.keystone.v2_0.KeystoneService"
          admin_role = "admin"
          keystone.tenant_name = "admin"
          keystone.admin_token = "ADMIN_TOKEN"
          keystone.host = controller
          keystone.port = 35357
      }
      EOF
      """
    Then the configuration template "default" holds
      | cluster.auth.provider_class       | org.midonet.cluster.auth.keystone.v2_0.KeystoneService |
      | cluster.auth.admin_role           | admin                                                  |
      | cluster.auth.keystone.tenant_name | admin                                                  |
      | cluster.auth.keystone.host        | controller                                             |
      | cluster.auth.keystone.port        | 35357                                                  |
    And the configuration template "default" holds a value for "cluster.auth.keystone.admin_token" other than "ADMIN_TOKEN"
    And on controller mn-conf gives
      | cluster.auth.provider_class | org.midonet.cluster.auth.keystone.v2_0.KeystoneService |

  @qsg-4.2-clu-5
  Scenario: The cluster is enabled and started
    When root types on controller
      """
      systemctl enable midonet-cluster.service
      systemctl start midonet-cluster.service
      """
    Then on controller the unit "midonet-cluster.service" is enabled
    And on controller the unit "midonet-cluster.service" is active
    And the API on controller is ready
    And the API on controller rejects a login with another password

  @qsg-4.2-clu-f3
  Scenario: From then on the cluster uses Keystone
    Then the API on controller answers "admin" of the project "admin" 200
    And the API on controller answers "midonet" of the project "service" 200
    And the API on controller answers "midonet" of the project "admin" 401
    And the API on controller answers "nobody" of the project "admin" 401
