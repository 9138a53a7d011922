Feature: 1.1 Hosts and Services
  One scenario for each row of the guide's table that this lab has.

  @qsg-1.1-ctl-f1
  Scenario: controller runs MariaDB
    Then on controller the unit "mariadb.service" is active
    And on controller "nc -w 2 controller 3306 < /dev/null | tr -cd '[:print:]'" prints a line with "MariaDB"
    And on controller "mariadb -N -e 'SHOW DATABASES'" prints the lines
      | keystone |
      | neutron  |

  @qsg-1.1-ctl-f3
  Scenario: controller runs Keystone
    Then on controller the unit "keystone.service" is active
    And Keystone on controller is ready

  @qsg-1.1-ctl-f6
  Scenario: controller runs Neutron
    Then Neutron on controller answers

  @qsg-1.1-ctl-f7
  Scenario: Neutron's server is its only process there
    Then on controller the unit "neutron-server.service" is active
    And on controller no process runs "neutron-(l3|dhcp|metadata|openvswitch|linuxbridge)-agent"

  @qsg-1.1-ctl-f11
  Scenario: controller has MidoNet's Neutron plugin
    Then on controller the package "python-neutron-plugin-midonet" is installed
    And on controller "journalctl -u neutron-server --no-pager -o cat" prints a line with "Loading core plugin: midonet.neutron.plugin_v2.MidonetPluginV2"

  @qsg-1.1-ctl-f9
  Scenario: controller runs the MidoNet Cluster
    Then on controller the unit "midonet-cluster.service" is active
    And the API on controller answers

  @qsg-1.1-ctl-f10
  Scenario: controller has the MidoNet command line
    Then on controller "midonet-cli -e 'list host'" succeeds

  @qsg-1.1-cmp-f3
  Scenario: compute1 runs the MidoNet Agent
    Then on compute1 the unit "midolman.service" is active
    And the API lists the host "compute1", alive

  @qsg-1.1-nsdb-f1
  Scenario: Each NSDB node runs ZooKeeper
    Then on every NSDB node the unit "zookeeper.service" is active
    And ZooKeeper has one leader and two followers

  @qsg-1.1-nsdb-f2
  Scenario: Each NSDB node runs Cassandra
    Then on every NSDB node the unit "cassandra.service" is active
    And every NSDB node sees three members in the Cassandra ring

  @qsg-1.1-gw-f1
  Scenario: Each gateway has a BGP daemon
    Then on gateway1 and gateway2 a process "bgpd" runs in the namespace of its uplink port

  @qsg-1.1-gw-f2
  Scenario: Each gateway runs the MidoNet Agent
    Then on gateway1 and gateway2 the unit "midolman.service" is active
    And the API lists the hosts "gateway1" and "gateway2", alive
