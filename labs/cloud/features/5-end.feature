Feature: The end of a server
  What Nova deletes is gone everywhere, and all secrets have been kept.

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
    And on compute1 "virsh -c qemu:///system list --all --name | grep -c ." prints "0"

  @lab-server-secrets
  Scenario: No secret lies open
    Then no shell history on controller contains a typed secret
    And no log on controller holds a secret that was typed there
    And no process on controller has a secret that was typed there in its arguments
    And no log on compute1 holds a secret that was typed there
    And no process on compute1 has a secret that was typed there in its arguments
