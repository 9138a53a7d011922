Feature: 4.1 NSDB Nodes: Cassandra Installation

  @qsg-4.1-cass-1
  Scenario: Cassandra's packages are installed
    When root types on every NSDB node
      """
      apt-get install -y java-1.7.0-openjdk-headless
      apt-get install -y dsc20
      """
    Then on every NSDB node the packages "java-1.7.0-openjdk-headless, dsc20" are installed
    And on every NSDB node the unit "cassandra.service" is known
    And on every NSDB node the command "nodetool" is on the path

  @qsg-4.1-cass-2a
  Scenario: Every node has the cluster's name and the contact points
    When on every NSDB node the file "/etc/cassandra/conf/cassandra.yaml" is edited to contain
      """
      # The name of the cluster.
      cluster_name: 'midonet'
      # Addresses of hosts that are deemed contact points.
      seed_provider:
          - class_name: org.apache.cassandra.locator.SimpleSeedProvider
            parameters:
                - seeds: "nsdb1,nsdb2,nsdb3"
      """
    Then on every NSDB node "/etc/cassandra/conf/cassandra.yaml" holds
      | /cluster_name                            | midonet           |
      | /seed_provider/0/parameters/0/seeds      | nsdb1,nsdb2,nsdb3 |

  @qsg-4.1-cass-2bi
  Scenario: nsdb1 listens on its own address
    When on nsdb1 the file "/etc/cassandra/conf/cassandra.yaml" is edited to contain
      """
      # Address to bind to and tell other Cassandra nodes to connect to.
      listen_address: nsdb1
      # The address to bind the Thrift RPC service.
      rpc_address: nsdb1
      """
    Then on nsdb1 "/etc/cassandra/conf/cassandra.yaml" holds
      | /listen_address | nsdb1 |
      | /rpc_address    | nsdb1 |

  @qsg-4.1-cass-2bii
  Scenario: nsdb2 listens on its own address
    When on nsdb2 the file "/etc/cassandra/conf/cassandra.yaml" is edited to contain
      """
      listen_address: nsdb2
      rpc_address: nsdb2
      """
    Then on nsdb2 "/etc/cassandra/conf/cassandra.yaml" holds
      | /listen_address | nsdb2 |
      | /rpc_address    | nsdb2 |

  @qsg-4.1-cass-2biii
  Scenario: nsdb3 listens on its own address
    When on nsdb3 the file "/etc/cassandra/conf/cassandra.yaml" is edited to contain
      """
      listen_address: nsdb3
      rpc_address: nsdb3
      """
    Then on nsdb3 "/etc/cassandra/conf/cassandra.yaml" holds
      | /listen_address | nsdb3 |
      | /rpc_address    | nsdb3 |

  @qsg-4.1-cass-f1
  Scenario: /var/run is a temporary file system
    Then on every NSDB node "stat -f -c %T /var/run/" prints "tmpfs"

  @qsg-4.1-cass-3
  Scenario: The service creates its own run directory
    When on every NSDB node the start branch of "/etc/init.d/cassandra" is edited to create the run directory
      """
      mkdir -p /var/run/cassandra
      chown cassandra:cassandra /var/run/cassandra
      """
    Then on every NSDB node the start branch of "/etc/init.d/cassandra" runs these commands before the server
      """
      mkdir -p /var/run/cassandra
      chown cassandra:cassandra /var/run/cassandra
      """

  @qsg-4.1-cass-4
  Scenario: Cassandra is enabled and started
    When root types on every NSDB node
      """
      systemctl enable cassandra.service
      systemctl start cassandra.service
      """
    Then on every NSDB node the unit "cassandra.service" is enabled
    And on every NSDB node the unit "cassandra.service" is active
    And on every NSDB node "/var/run/cassandra" is a directory of cassandra:cassandra

  @qsg-4.1-cass-5
  Scenario: Cassandra operates properly
    Then every NSDB node sees three members in the Cassandra ring
    And the ring is named "midonet", with three host ids and rack "rack1"
    And a row that is written with a quorum through nsdb1 is read with a quorum through nsdb3
    And on every NSDB node "nodetool -h 127.0.0.1 status" prints three lines that begin with "UN"
    And each NSDB node listens on port 7000 at its own address only
    And each NSDB node listens on port 9042 at its own address only

  @qsg-4.1-cass-n1
  Scenario: A working ring does not need the workaround for a buffer overflow
    Then on every NSDB node its own name does not resolve to a loopback address
