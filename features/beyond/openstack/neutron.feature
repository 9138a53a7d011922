Feature: Beyond the guide: Neutron's own commands reach MidoNet
  Typed in Neutron's client, stored by Neutron, translated by the cluster: what the guide's chapters 5 and 6 type, over
  other addresses.

  @lab-beyond-neutron-2
  Scenario: A tenant's network behind a router with a gateway and a floating IP
    When root types on controller
      """
      source admin-openrc.sh
      neutron net-create beyond-ext --router:external
      neutron subnet-create beyond-ext 10.78.0.0/24 --name beyond-ext-subnet --disable-dhcp --gateway 10.78.0.1
      neutron net-create beyond-net
      neutron subnet-create beyond-net 10.78.1.0/24 --name beyond-subnet --gateway 10.78.1.1
      neutron router-create beyond-router
      neutron router-interface-add beyond-router beyond-subnet
      neutron router-gateway-set --fixed-ip ip_address=10.78.0.2 beyond-router beyond-ext
      neutron port-create beyond-net --name beyond-port --fixed-ip ip_address=10.78.1.5
      neutron floatingip-create beyond-ext --floating-ip-address 10.78.0.99 --port-id $(neutron port-show beyond-port -f value -c id)
      neutron security-group-create beyond-group
      neutron security-group-rule-create --protocol icmp --direction ingress beyond-group
      """
    Then there is a bridge "beyond-ext"
    And there is a bridge "beyond-net"
    And there is a router "beyond-router", up
    And the router "beyond-router" has a port 10.78.1.1 in 10.78.1.0/24, linked to the bridge "beyond-net"
    And the router "beyond-router" has a port 10.78.0.2 in 10.78.0.0/24, linked to the bridge "beyond-ext"
    And the router "beyond-router" has these routes
      | to           | by        | out of    |
      | 0.0.0.0/0    | 10.78.0.1 | 10.78.0.2 |
      | 10.78.1.0/24 |           | 10.78.1.1 |
    And the router "beyond-router" translates by these chains, in this order
      | chain               | rule     | to         |
      | OS_PRE_ROUTING      | dnat     | 10.78.1.5  |
      | OS_PRE_ROUTING      | rev_snat |            |
      | OS_PRE_ROUTING      | drop     |            |
      | OS_PRE_ROUTING      | rev_snat |            |
      | OS_POST_ROUTING     | jump     |            |
      | OS_SKIP_SNAT        | return   |            |
      | OS_SKIP_SNAT        | accept   |            |
      | OS_SKIP_SNAT        | accept   |            |
      | OS_POST_ROUTING     | jump     |            |
      | OS_FLOAT_SNAT_EXACT | snat     | 10.78.0.99 |
      | OS_POST_ROUTING     | jump     |            |
      | OS_FLOAT_SNAT       | snat     | 10.78.0.99 |
      | OS_POST_ROUTING     | snat     | 10.78.0.2  |
      | OS_POST_ROUTING     | snat     | 10.78.0.2  |
      | OS_POST_ROUTING     | drop     |            |
      | OS_POST_ROUTING     | snat     | 10.78.1.1  |
    And the bridge "beyond-ext" answers ARP for 10.78.0.99 with the MAC of the port 10.78.0.2 of router "beyond-router"
    And the bridge "beyond-net" knows a port for 10.78.1.5, with the filters of its instance
    And the security group "beyond-group" lets ICMP in

  @lab-beyond-neutron-3
  Scenario: While the cluster is away Neutron refuses with a sentence, and keeps no part of a refused change
    # No refusal ends the typing, so that the cluster is started in any case; the refusals are counted below.
    When root types on controller
      """
      neutron net-create beyond-kept
      neutron router-create beyond-kept
      systemctl stop midonet-cluster.service
      neutron net-create beyond-lost 2> /root/refusal || true
      neutron router-create beyond-lost 2>> /root/refusal || true
      neutron security-group-create beyond-lost 2>> /root/refusal || true
      neutron net-delete beyond-kept 2>> /root/refusal || true
      neutron router-delete beyond-kept 2>> /root/refusal || true
      neutron floatingip-delete $(neutron floatingip-list --floating-ip-address 10.78.0.99 -f value -c id) 2>> /root/refusal || true
      systemctl start midonet-cluster.service
      """
    Then the API on controller is ready
    And on controller "grep -c 'does not answer' /root/refusal" prints "6"
    And on controller "mariadb -N -e 'SELECT COUNT(*) FROM networks WHERE name = \"beyond-lost\"' neutron" prints "0"
    And on controller "mariadb -N -e 'SELECT COUNT(*) FROM routers WHERE name = \"beyond-lost\"' neutron" prints "0"
    And on controller "mariadb -N -e 'SELECT COUNT(*) FROM securitygroups WHERE name = \"beyond-lost\"' neutron" prints "0"
    # What was not deleted is in both, so that the delete may be repeated.
    And on controller "mariadb -N -e 'SELECT COUNT(*) FROM networks WHERE name = \"beyond-kept\"' neutron" prints "1"
    And on controller "mariadb -N -e 'SELECT COUNT(*) FROM routers WHERE name = \"beyond-kept\"' neutron" prints "1"
    And on controller "mariadb -N -e 'SELECT COUNT(*) FROM floatingips WHERE floating_ip_address = \"10.78.0.99\"' neutron" prints "1"
    And there is a bridge "beyond-kept"
    And there is a router "beyond-kept", up
    And the bridge "beyond-ext" answers ARP for 10.78.0.99 with the MAC of the port 10.78.0.2 of router "beyond-router"

  @lab-beyond-neutron-7
  Scenario: A change that MidoNet has missed is found
    When root types on controller
      """
      neutron net-create beyond-changed
      systemctl stop midonet-cluster.service
      neutron net-update beyond-changed --name beyond-renamed; refused=$?; systemctl start midonet-cluster.service; test $refused != 0
      """
    Then the API on controller is ready
    # Neutron has stored it, although it refused; see contract.md, "The plugin".
    And on controller "midonet-db-manage compare | head -1" prints a line with "MidoNet has another name"
    And on controller "midonet-db-manage compare | tail -1" prints "Differences between Neutron and MidoNet: 1"
    And there is a bridge "beyond-changed"

  @lab-beyond-neutron-8
  Scenario: MidoNet is repaired
    When root types on controller
      """
      midonet-db-manage repair
      """
    Then on controller "midonet-db-manage compare" prints "Differences between Neutron and MidoNet: 0"
    And there is a bridge "beyond-renamed"

  @lab-beyond-neutron-4
  Scenario: What Neutron deletes is gone
    When root types on controller
      """
      neutron floatingip-delete $(neutron floatingip-list --floating-ip-address 10.78.0.99 -f value -c id)
      neutron port-delete beyond-port
      neutron router-gateway-clear beyond-router
      neutron router-interface-delete beyond-router beyond-subnet
      neutron router-delete beyond-router
      neutron net-delete beyond-net
      neutron net-delete beyond-ext
      neutron net-delete beyond-kept
      neutron net-delete beyond-renamed
      neutron router-delete beyond-kept
      neutron security-group-delete beyond-group
      """
    # Each list is observed apart from its content, because a command that fails prints no name either.
    Then on controller "midonet-cli -e 'list bridge' > /run/bridges" succeeds
    And on controller "grep -c beyond /run/bridges" prints "0"
    And on controller "midonet-cli -e 'list router' > /run/routers" succeeds
    And on controller "grep -c beyond /run/routers" prints "0"

  @lab-beyond-neutron-5
  Scenario: Neutron shows what the agents report
    When root types on compute1
      """
      systemctl stop midolman.service
      """
    Then Neutron has these agents
      | host     | type          | state |
      | compute1 | MidoNet agent | dead  |
      | gateway1 | MidoNet agent | alive |
    And Neutron's port 192.168.1.11 is DOWN
    And Neutron's port 198.51.100.2 is ACTIVE

  @lab-beyond-neutron-6
  Scenario: Neutron shows that the agent is back
    When root types on compute1
      """
      systemctl start midolman.service
      """
    Then Neutron has these agents
      | host     | type          | state |
      | compute1 | MidoNet agent | alive |
    And Neutron's port 192.168.1.11 is ACTIVE

  @lab-beyond-neutron-9
  Scenario: A tenant's load balancer serves the internet
    When root types on vm1 and vm2
      """
      cat > /run/server.pl << 'END'
      my $server = IO::Socket::INET->new(LocalPort => 8080, Listen => 64, ReuseAddr => 1) or die;
      while (my $client = $server->accept) { print $client "$ENV{NAME}\n"; close $client }
      END
      NAME=$(cat /sys/class/net/eth0/address) setsid -f perl -MIO::Socket::INET /run/server.pl > /run/server.log 2>&1
      """
    And root types on controller
      """
      source admin-openrc.sh
      neutron lb-pool-create --name beyond-pool --protocol TCP --lb-method ROUND_ROBIN --subnet-id $(neutron subnet-list --cidr 192.168.1.0/24 -f value -c id)
      neutron lb-member-create --address 192.168.1.11 --protocol-port 8080 beyond-pool
      neutron lb-member-create --address 192.168.1.12 --protocol-port 8080 beyond-pool
      neutron lb-healthmonitor-create --type TCP --delay 2 --timeout 1 --max-retries 2
      neutron lb-healthmonitor-associate $(neutron lb-healthmonitor-list -f value -c id) beyond-pool
      neutron lb-vip-create --name beyond-vip --protocol TCP --protocol-port 80 --address 192.0.2.80 --subnet-id ext-subnet beyond-pool
      """
    Then on controller ". /root/admin-openrc.sh; midonet-cli -e \"pool $(neutron lb-pool-list -f value -c id) list vip\"" prints a line with "address 192.0.2.80 protocol-port 80 state up"
    And on controller "midonet-cli -e 'list pool'" prints a line with "health-monitor"
    And on controller "midonet-cli -e 'list health-monitor'" prints a line with "delay 2 timeout 1 max-retries 2"
    And on controller ". /root/admin-openrc.sh; midonet-cli -e \"pool $(neutron lb-pool-list -f value -c id) list member\" | grep -c 'protocol-port 8080'" prints "2"
    And on internet "for i in $(seq 40); do nc -d -w 2 192.0.2.80 80; done | sort -u" prints the lines
      | 02:00:c0:a8:01:0b |
      | 02:00:c0:a8:01:0c |

  @lab-beyond-neutron-10
  Scenario: Neutron shows a member that its health monitor finds dead
    When root types on vm2
      """
      pkill -f /run/server.pl
      """
    Then on controller ". /root/admin-openrc.sh; neutron lb-member-list --address 192.168.1.12 -f value -c status" comes to print a line with "INACTIVE"
    And on controller ". /root/admin-openrc.sh; neutron lb-member-list --address 192.168.1.11 -f value -c status" prints "ACTIVE"
    And on internet "for i in $(seq 20); do nc -d -w 2 192.0.2.80 80; done | sort | uniq -c" prints a line with "20 02:00:c0:a8:01:0b"

  @lab-beyond-neutron-11
  Scenario: What MidoNet does not balance is refused, and nothing of it is kept
    # No refusal ends the typing, so that the cluster is started in any case; the refusals are counted below.
    When root types on controller
      """
      source admin-openrc.sh
      neutron lb-healthmonitor-create --type HTTP --delay 2 --timeout 1 --max-retries 2 2> /root/refusal || true
      neutron lb-vip-update beyond-vip --connection-limit 5 2>> /root/refusal || true
      systemctl stop midonet-cluster.service
      neutron lb-member-create --address 192.168.1.13 --protocol-port 8080 beyond-pool 2>> /root/refusal || true
      neutron lb-vip-delete beyond-vip 2>> /root/refusal || true
      systemctl start midonet-cluster.service
      """
    Then the API on controller is ready
    And on controller "grep -c 'MidoNet refuses this' /root/refusal" prints "2"
    And on controller "grep -c 'does not answer' /root/refusal" prints "2"
    And on controller "mariadb -N -e 'SELECT COUNT(*) FROM midonet_lb_monitors' neutron" prints "1"
    And on controller "mariadb -N -e 'SELECT COUNT(*) FROM midonet_lb_members' neutron" prints "2"
    And on controller "mariadb -N -e 'SELECT CONCAT(status, \" \", connection_limit) FROM midonet_lb_vips' neutron" prints "ACTIVE -1"
    And on controller "midonet-db-manage compare | tail -1" prints "Differences between Neutron and MidoNet: 0"

  @lab-beyond-neutron-12
  Scenario: A load balancer that Neutron deletes is gone
    When root types on controller
      """
      source admin-openrc.sh
      neutron lb-vip-delete beyond-vip
      neutron lb-healthmonitor-disassociate $(neutron lb-healthmonitor-list -f value -c id) beyond-pool
      neutron lb-healthmonitor-delete $(neutron lb-healthmonitor-list -f value -c id)
      neutron lb-pool-delete beyond-pool
      """
    And root types on vm1
      """
      pkill -f /run/server.pl
      """
    Then on controller "for kind in load-balancer pool health-monitor; do midonet-cli -e \"list $kind\"; done > /run/balancers" succeeds
    And on controller "grep -c . /run/balancers" prints "0"
    And on controller "mariadb -N -e 'SELECT COUNT(*) FROM ports WHERE device_owner LIKE \"%LOADBALANCER\"' neutron" prints "0"
