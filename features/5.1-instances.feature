Feature: Instances without Nova
  This lab does not have Nova (the lab cloud does), so its instances are nodes, whose taps compute1 has from the start. What
  Nova does for an instance is typed here. It creates a port in Neutron, with the instance's addresses and its host. On the
  host, nova-compute calls mm-ctl, which binds the port to the tap. The security group and the floating IPs are the tenant's
  business, with or without Nova.

  Background:
    Given these placeholders of the guide
      | <VM1_PORT_ID> | the id of Neutron's port with the address 192.168.1.11 |
      | <VM2_PORT_ID> | the id of Neutron's port with the address 192.168.1.12 |

  @lab-instance-1
  Scenario: A security group lets ICMP and TCP in
    When these commands are typed at neutron's prompt
      """
      neutron security-group-create instances
      neutron security-group-rule-create --direction ingress --protocol icmp instances
      neutron security-group-rule-create --direction ingress --protocol tcp instances
      """
    Then the security group "instances" lets ICMP in
    And the security group "instances" lets TCP in

  @lab-instance-2
  Scenario: Each instance has a port
    When these commands are typed at neutron's prompt
      """
      neutron port-create tenant-net --device-owner compute:nova --device-id vm1 --fixed-ip ip_address=192.168.1.11 --mac-address 02:00:c0:a8:01:0b --security-group instances --binding:host_id compute1
      neutron port-create tenant-net --device-owner compute:nova --device-id vm2 --fixed-ip ip_address=192.168.1.12 --mac-address 02:00:c0:a8:01:0c --security-group instances --binding:host_id compute1
      """
    Then Neutron has these bound ports
      | address      | network    | host     | interface |
      | 192.168.1.11 | tenant-net | compute1 |           |
      | 192.168.1.12 | tenant-net | compute1 |           |
    And the bridge "tenant-net" knows a port for 192.168.1.11, with the filters of its instance
    And the bridge "tenant-net" knows a port for 192.168.1.12, with the filters of its instance

  @lab-instance-3 @traffic
  Scenario: The ports are bound to the instances' taps
    When root types on compute1
      """
      mm-ctl --bind-port <VM1_PORT_ID> tapvm1
      mm-ctl --bind-port <VM2_PORT_ID> tapvm2
      """
    Then the bridge "tenant-net" has a port bound to tapvm1 of compute1 and active
    And the bridge "tenant-net" has a port bound to tapvm2 of compute1 and active
    And Neutron's port 192.168.1.11 is ACTIVE
    And Neutron's port 192.168.1.12 is ACTIVE
    And vm1 reaches 192.168.1.1
    And vm1 reaches 192.168.1.12
    # OpenStack's chapter ends with this check. Its gateway is the router's own address on the external network.
    And vm1 reaches 192.0.2.2

  @lab-instance-4
  Scenario: There are two floating IPs
    When these commands are typed at neutron's prompt
      """
      neutron floatingip-create ext-net --floating-ip-address 192.0.2.11 --port-id <VM1_PORT_ID>
      neutron floatingip-create ext-net --floating-ip-address 192.0.2.12 --port-id <VM2_PORT_ID>
      """
    Then Neutron has these floating IPs
      | floating IP | fixed IP     | router        | status |
      | 192.0.2.11  | 192.168.1.11 | Tenant Router | ACTIVE |
      | 192.0.2.12  | 192.168.1.12 | Tenant Router | ACTIVE |
    And the bridge "ext-net" answers ARP for 192.0.2.11 with the MAC of the port 192.0.2.2 of router "Tenant Router"
    And the bridge "ext-net" answers ARP for 192.0.2.12 with the MAC of the port 192.0.2.2 of router "Tenant Router"
    And the router "Tenant Router" translates by these chains, in this order
      | chain               | rule     | to           |
      | OS_PRE_ROUTING      | dnat     | 192.168.1.11 |
      | OS_PRE_ROUTING      | dnat     | 192.168.1.12 |
      | OS_PRE_ROUTING      | rev_snat |              |
      | OS_PRE_ROUTING      | drop     |              |
      | OS_PRE_ROUTING      | rev_snat |              |
      | OS_POST_ROUTING     | jump     |              |
      | OS_SKIP_SNAT        | return   |              |
      | OS_SKIP_SNAT        | accept   |              |
      | OS_SKIP_SNAT        | accept   |              |
      | OS_POST_ROUTING     | jump     |              |
      | OS_FLOAT_SNAT_EXACT | snat     | 192.0.2.11   |
      | OS_FLOAT_SNAT_EXACT | snat     | 192.0.2.12   |
      | OS_POST_ROUTING     | jump     |              |
      | OS_FLOAT_SNAT       | snat     | 192.0.2.11   |
      | OS_FLOAT_SNAT       | snat     | 192.0.2.12   |
      | OS_POST_ROUTING     | snat     | 192.0.2.2    |
      | OS_POST_ROUTING     | snat     | 192.0.2.2    |
      | OS_POST_ROUTING     | drop     |              |
      | OS_POST_ROUTING     | snat     | 192.168.1.1  |
