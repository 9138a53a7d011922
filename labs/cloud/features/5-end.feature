Feature: The end of a server
  A closed security group makes the floating IP silent, and so does the end of the server. What Nova deletes is gone
  everywhere.

  @lab-server-closed
  Scenario: The floating IP is silent while the security group is closed
    When root types on controller
      """
      source admin-openrc.sh
      openstack security group rule delete $(openstack security group rule list --ingress servers -f value -c ID)
      """
    Then echo requests from internet to 192.0.2.11 are not answered
    # Only an attempt that nobody answers lasts until its limit.
    And on internet "timeout 3 nc -z 192.0.2.11 22; echo $?" prints "124"

  @lab-server-open
  Scenario: It answers when the security group is open again
    When root types on controller
      """
      openstack << EOF
      security group rule create --ingress --protocol icmp servers
      security group rule create --ingress --protocol tcp --dst-port 22 servers
      EOF
      """
    Then echo requests from internet to 192.0.2.11 are answered
    And on internet "nc -w 5 192.0.2.11 22 < /dev/null" prints a line with "SSH-2.0-dropbear"

  @lab-server-gone
  Scenario: After the server is deleted the floating IP is silent, and the port is gone
    When root types on controller
      """
      openstack server delete --wait server1
      """
    Then echo requests from internet to 192.0.2.11 are not answered
    And on controller ". /root/admin-openrc.sh; openstack port list --fixed-ip ip-address=192.168.1.11 -f value > /run/ports" succeeds
    And on controller "grep -c . /run/ports" prints "0"
    And on compute1 "ip -o link > /run/links" succeeds
    And on compute1 "grep -c tap /run/links" prints "0"
    And on compute1 "virsh -c qemu:///system list --all --name > /run/servers" succeeds
    And on compute1 "grep -c . /run/servers" prints "0"

  @lab-server-secrets
  Scenario: No secret lies open
    Then no shell history on controller contains a typed secret
    And no log on controller holds a secret that was typed there
    And no process on controller has a secret that was typed there in its arguments
    And no log on compute1 holds a secret that was typed there
    And no process on compute1 has a secret that was typed there in its arguments
    And on controller "stat -c '%a %G %n' /etc/keystone/keystone.conf /etc/neutron/neutron.conf /etc/glance/glance-api.conf /etc/placement/placement.conf /etc/nova/nova.conf /etc/rabbitmq/rabbitmq.conf" prints the lines
      | 640 keystone /etc/keystone/keystone.conf    |
      | 640 neutron /etc/neutron/neutron.conf       |
      | 640 glance /etc/glance/glance-api.conf      |
      | 640 placement /etc/placement/placement.conf |
      | 640 nova /etc/nova/nova.conf                |
      | 640 rabbitmq /etc/rabbitmq/rabbitmq.conf    |
    And on controller "stat -c '%a %n' /root/admin-openrc.sh /root/.midonetrc" prints the lines
      | 600 /root/admin-openrc.sh |
      | 600 /root/.midonetrc      |
