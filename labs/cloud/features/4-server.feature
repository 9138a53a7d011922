Feature: A server
  Nova boots a virtual machine. Its operating system is made when the controller's image is built: Debian's kernel, busybox and
  an SSH server (images/nova/guest).

  @lab-server-image
  Scenario: An image, a flavor and the key of who may log in are there
    When root types on controller
      """
      source admin-openrc.sh
      KERNEL=$(cat /proc/sys/kernel/random/uuid)
      RAMDISK=$(cat /proc/sys/kernel/random/uuid)
      openstack << EOF
      image create --public --id $KERNEL --disk-format raw --container-format bare --file /usr/share/midolab/guest/vmlinuz guest-kernel
      image create --public --id $RAMDISK --disk-format raw --container-format bare --file /usr/share/midolab/guest/initrd guest-ramdisk
      image create --public --disk-format raw --container-format bare --file /usr/share/midolab/guest/disk --property kernel_id=$KERNEL --property ramdisk_id=$RAMDISK --property os_command_line=console=ttyS0 --property hw_rng_model=virtio guest
      flavor create --vcpus 1 --ram 128 --disk 1 small
      EOF
      """
    And root types on internet
      """
      dropbearkey -t ed25519 -f /root/key | grep ^ssh- > /root/key.pub
      """
    And the file "/root/key.pub" of internet is copied to controller
    And root types on controller
      """
      openstack keypair create --public-key /root/key.pub internet
      """
    Then on controller ". /root/admin-openrc.sh; openstack image list -f value -c Name -c Status" prints the lines
      | guest active         |
      | guest-kernel active  |
      | guest-ramdisk active |
    And on controller ". /root/admin-openrc.sh; openstack flavor list -f value -c Name -c RAM" prints a line with "small 128"

  @lab-server-host
  Scenario: Nova's services are up, and the hypervisor has been found
    When root types on controller
      """
      source admin-openrc.sh
      timeout 120 sh -c 'until openstack hypervisor list -f value -c "Hypervisor Hostname" -c State | grep "compute1 up"; do sleep 1; done'
      """
    Then on controller ". /root/admin-openrc.sh; openstack compute service list -f value -c Binary -c Host -c State" prints the lines
      | nova-conductor controller up |
      | nova-scheduler controller up |
      | nova-compute compute1 up     |
    And on controller ". /root/admin-openrc.sh; openstack hypervisor list -f value -c 'Hypervisor Hostname' -c 'Hypervisor Type'" prints the lines
      | compute1 QEMU |

  @lab-server-boot
  Scenario: Nova boots a server, whose console shows its address by DHCP
    When root types on controller
      """
      openstack server create --image guest --flavor small --nic net-id=tenant-net,v4-fixed-ip=192.168.1.11 --security-group servers --key-name internet --wait server1
      """
    Then on controller ". /root/admin-openrc.sh; openstack console log show server1" comes to print a line with "guest: eth0 has 192.168.1.11/24 by DHCP"
    And Neutron has these bound ports
      | address      | network    | host     | interface |
      | 192.168.1.11 | tenant-net | compute1 |           |
    And Neutron's port 192.168.1.11 is ACTIVE
    And the bridge "tenant-net" knows a port for 192.168.1.11, with the filters of its instance
    # The server has asked 169.254.169.254, and Nova has accepted the proxy's signature.
    And on controller ". /root/admin-openrc.sh; openstack console log show server1" comes to print a line with "guest: root may log in with the key of root@internet"
    And on compute1 "mm-dpctl datapath --show midonet" prints a line with "tap"
    And on compute1 "virsh -c qemu:///system list --name --state-running" prints a line with "instance-"

  @lab-server-fip
  Scenario: It answers at its floating IP, since its security group lets ICMP and SSH in
    When root types on controller
      """
      openstack << EOF
      security group rule create --ingress --protocol icmp servers
      security group rule create --ingress --protocol tcp --dst-port 22 servers
      floating ip create --floating-ip-address 192.0.2.11 ext-net
      server add floating ip server1 192.0.2.11
      EOF
      """
    Then Neutron has these floating IPs
      | floating IP | fixed IP     | router        | status |
      | 192.0.2.11  | 192.168.1.11 | Tenant Router | ACTIVE |
    And echo requests from internet to 192.0.2.11 are answered
    And on internet "dbclient -y -y -i /root/key root@192.0.2.11 hostname" prints a line with "server1"
    And while internet pings 192.0.2.11, VXLAN on UDP port 6677 passes the underlay between gateway1 and compute1
