Feature: Nova, Glance and Placement
  OpenStack's own chapters on them are followed as far as they are about secrets and addresses; the hypervisor gets the
  guide's additions of chapter 3.2.

  Background:
    Given these placeholders of the guide
      | GLANCE_DBPASS    | a secret of this lab |
      | GLANCE_PASS      | a secret of this lab |
      | METADATA_SECRET  | a secret of this lab |
      | NEUTRON_PASS     | a secret of this lab |
      | NOVA_DBPASS      | a secret of this lab |
      | NOVA_PASS        | a secret of this lab |
      | PLACEMENT_DBPASS | a secret of this lab |
      | PLACEMENT_PASS   | a secret of this lab |
      | RABBIT_PASS      | a secret of this lab |

  @lab-nova-image
  Scenario: Glance and Placement run
    When on controller the file "/etc/glance/glance-api.conf" is edited to contain
      """
      [database]
      connection = mysql+pymysql://glance:GLANCE_DBPASS@controller/glance
      [keystone_authtoken]
      www_authenticate_uri = http://controller:5000
      auth_url = http://controller:5000
      auth_type = password
      project_domain_id = default
      user_domain_id = default
      project_name = service
      username = glance
      password = GLANCE_PASS
      """
    And on controller the file "/etc/placement/placement.conf" is edited to contain
      """
      [placement_database]
      connection = mysql+pymysql://placement:PLACEMENT_DBPASS@controller/placement
      [keystone_authtoken]
      www_authenticate_uri = http://controller:5000
      auth_url = http://controller:5000
      auth_type = password
      project_domain_id = default
      user_domain_id = default
      project_name = service
      username = placement
      password = PLACEMENT_PASS
      """
    And root types on controller
      """
      systemctl enable glance-api.service placement-api.service
      systemctl start --no-block glance-api.service placement-api.service
      """
    Then on controller the unit "glance-api.service" is active
    And on controller the unit "placement-api.service" is active
    And on controller "curl -s -o /dev/null -w '%{http_code}' http://controller:9292/" prints "300"
    And on controller "curl -s -o /dev/null -w '%{http_code}' http://controller:8778/" prints "200"

  @lab-nova-controller
  Scenario: Nova's services run on the controller
    When on controller and compute1 the file "/etc/nova/nova.conf" is edited to contain
      """
      [DEFAULT]
      transport_url = rabbit://openstack:RABBIT_PASS@controller
      [api]
      auth_strategy = keystone
      [keystone_authtoken]
      www_authenticate_uri = http://controller:5000
      auth_url = http://controller:5000
      auth_type = password
      project_domain_id = default
      user_domain_id = default
      project_name = service
      username = nova
      password = NOVA_PASS
      [service_user]
      send_service_user_token = true
      auth_url = http://controller:5000
      auth_type = password
      project_domain_id = default
      user_domain_id = default
      project_name = service
      username = nova
      password = NOVA_PASS
      [glance]
      api_servers = http://controller:9292
      [neutron]
      auth_url = http://controller:5000
      auth_type = password
      project_domain_id = default
      user_domain_id = default
      region_name = RegionOne
      project_name = service
      username = neutron
      password = NEUTRON_PASS
      [placement]
      auth_url = http://controller:5000
      auth_type = password
      project_domain_id = default
      user_domain_id = default
      region_name = RegionOne
      project_name = service
      username = placement
      password = PLACEMENT_PASS
      """
    And on controller the file "/etc/nova/nova.conf" is edited to contain
      """
      [api_database]
      connection = mysql+pymysql://nova:NOVA_DBPASS@controller/nova_api
      [database]
      connection = mysql+pymysql://nova:NOVA_DBPASS@controller/nova
      [neutron]
      service_metadata_proxy = true
      metadata_proxy_shared_secret = METADATA_SECRET
      """
    And root types on controller
      """
      systemctl enable nova-api.service nova-api-metadata.service nova-conductor.service nova-scheduler.service
      systemctl start --no-block nova-api.service nova-api-metadata.service nova-conductor.service nova-scheduler.service
      """
    Then on controller the unit "nova-api.service" is active
    And on controller the unit "nova-api-metadata.service" is active
    And on controller the unit "nova-conductor.service" is active
    And on controller the unit "nova-scheduler.service" is active
    And on controller and compute1 "stat -c '%a %G' /etc/nova/nova.conf" prints "640 nova"

  @lab-nova-hypervisor
  Scenario: compute1 is a hypervisor
    When on compute1 the file "/etc/libvirt/qemu.conf" is edited to contain
      """
      user = "root"
      group = "root"
      cgroup_device_acl = ["/dev/null", "/dev/full", "/dev/zero", "/dev/random", "/dev/urandom", "/dev/ptmx", "/dev/kvm", "/dev/kqemu", "/dev/rtc", "/dev/hpet", "/dev/vfio/vfio", "/dev/net/tun"]
      """
    And root types on compute1
      """
      systemctl enable libvirtd.service nova-compute.service
      systemctl restart libvirtd.service
      systemctl start --no-block nova-compute.service
      """
    Then on compute1 the unit "libvirtd.service" is active
    And on compute1 "virsh -c qemu:///system version" prints a line with "Running hypervisor: QEMU"
    And on compute1 the unit "nova-compute.service" is active
