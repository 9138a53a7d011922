Feature: 3.3 Networking Services (Neutron): Controller Node
  Neutron itself comes with the host; MidoNet's plugin is installed here. Of OpenStack's own chapter the parts that the guide
  keeps are followed.

  Background:
    Given these placeholders of the guide
      | NEUTRON_DBPASS | a secret of this lab |
      | NEUTRON_PASS   | a secret of this lab |
      | MIDONET_PASS   | a secret of this lab |

  @qsg-3.3-ctl-1
  Scenario: The prerequisites are met
    When root types on controller
      """
      mariadb << EOF
      GRANT ALL PRIVILEGES ON neutron.* TO 'neutron'@'localhost' IDENTIFIED BY 'NEUTRON_DBPASS';
      GRANT ALL PRIVILEGES ON neutron.* TO 'neutron'@'%' IDENTIFIED BY 'NEUTRON_DBPASS';
      EOF
      source admin-openrc.sh
      """
    And root types on controller "openstack user create --password-prompt neutron", and answers
      | User Password:        | NEUTRON_PASS |
      | Repeat User Password: | NEUTRON_PASS |
    And root types on controller
      """
      openstack role add --project service --user neutron admin
      """
    Then Keystone on controller gives "neutron" these roles, and no others
      | service | admin |
    And Keystone on controller has exactly this service of its type
      | neutron | network | OpenStack Networking |

  @qsg-3.3-ctl-2.2
  Scenario: Neutron and MidoNet's plugin are installed
    When root types on controller
      """
      apt-get install -y openstack-neutron python-neutron-plugin-midonet
      """
    Then on controller the packages "openstack-neutron, python-neutron-plugin-midonet" are installed
    And on controller the unit "neutron-server.service" is known
    And on controller "python3 -c 'import midonet.neutron.plugin_v2'" succeeds

  @qsg-3.3-ctl-3.2 @qsg-3.3-ctl-3.3
  Scenario: The server component is configured, with MidoNet's core plugin
    When on controller the file "/etc/neutron/neutron.conf" is edited to contain
      """
      [DEFAULT]
      core_plugin = midonet.neutron.plugin_v2.MidonetPluginV2
      allow_overlapping_ips = True
      auth_strategy = keystone
      [database]
      connection = mysql+pymysql://neutron:NEUTRON_DBPASS@controller/neutron
      [keystone_authtoken]
      www_authenticate_uri = http://controller:5000
      auth_url = http://controller:35357
      auth_type = password
      project_domain_id = default
      user_domain_id = default
      project_name = service
      username = neutron
      password = NEUTRON_PASS
      """
    Then on controller "/etc/neutron/neutron.conf" sets
      | DEFAULT.core_plugin           | midonet.neutron.plugin_v2.MidonetPluginV2 |
      | DEFAULT.allow_overlapping_ips | True                                      |

  @qsg-3.3-ctl-4a
  Scenario: The plugin has a directory
    When root types on controller
      """
      mkdir /etc/neutron/plugins/midonet
      """
    Then on controller "su -s /bin/sh -c 'cd /etc/neutron/plugins/midonet' neutron" succeeds

  @qsg-3.3-ctl-4b
  Scenario: The plugin is configured
    When on controller the file "/etc/neutron/plugins/midonet/midonet.ini" is edited to contain
      """
      [DATABASE]
      sql_connection = mysql+pymysql://neutron:NEUTRON_DBPASS@controller/neutron
      [MIDONET]
      # MidoNet API URL
      midonet_uri = http://controller:8181/midonet-api
      # MidoNet administrative user in Keystone
      username = midonet
      password = MIDONET_PASS
      # MidoNet administrative user's tenant
      project_id = service
      """
    And root types on controller
      """
      chown root:neutron /etc/neutron/plugins/midonet/midonet.ini
      chmod 640 /etc/neutron/plugins/midonet/midonet.ini
      """
    Then on controller "/etc/neutron/plugins/midonet/midonet.ini" sets
      | MIDONET.midonet_uri | http://controller:8181/midonet-api |
      | MIDONET.username    | midonet                            |
      | MIDONET.project_id  | service                            |
    And on controller "su -s /bin/sh -c 'cat /etc/neutron/plugins/midonet/midonet.ini' nobody || echo refused" prints "refused"

  @qsg-3.3-ctl-4c
  Scenario: Neutron is linked to the plugin's configuration
    When root types on controller
      """
      ln -s /etc/neutron/plugins/midonet/midonet.ini /etc/neutron/plugin.ini
      """
    Then on controller "readlink /etc/neutron/plugin.ini" prints "/etc/neutron/plugins/midonet/midonet.ini"

  @qsg-3.3-lbaas-1
  Scenario: Neutron's load balancing is installed
    When root types on controller
      """
      apt-get install -y python-neutron-lbaas
      """
    Then on controller the package "python-neutron-lbaas" is installed
    And on controller "grep -h ^lbaas /usr/lib/python3/dist-packages/*.dist-info/entry_points.txt" prints a line with "midonet.neutron.services.loadbalancer"

  @qsg-3.3-lbaas-2
  Scenario: MidoNet provides load balancers
    When on controller the file "/etc/neutron/neutron.conf" is edited to contain
      """
      [service_providers]
      service_provider = LOADBALANCER:Midonet:midonet.neutron.services.loadbalancer.driver.MidonetLoadbalancerDriver:default
      """
    Then on controller "/etc/neutron/neutron.conf" sets
      | service_providers.service_provider | LOADBALANCER:Midonet:midonet.neutron.services.loadbalancer.driver.MidonetLoadbalancerDriver:default |
    And on controller "python3 -c 'import midonet.neutron.services.loadbalancer.driver as driver; driver.MidonetLoadbalancerDriver'" succeeds

  @qsg-3.3-lbaas-3
  Scenario: The load balancing plug-in is enabled
    When on controller the file "/etc/neutron/neutron.conf" is edited to contain
      """
      [DEFAULT]
      service_plugins = lbaas
      """
    Then on controller "/etc/neutron/neutron.conf" sets
      | DEFAULT.service_plugins | lbaas |

  @qsg-3.3-lbaas-4
  Scenario: The dashboard's setting is made
    When root types on controller
      """
      mkdir -p /etc/openstack-dashboard
      cat > /etc/openstack-dashboard/local_settings << EOF
      OPENSTACK_NEUTRON_NETWORK = {
         'enable_lb': True,
      }
      EOF
      """
    Then on controller "python3 -c 'exec(open(\"/etc/openstack-dashboard/local_settings\").read()); print(OPENSTACK_NEUTRON_NETWORK)'" prints "{'enable_lb': True}"

  @qsg-3.3-ctl-7a.1
  Scenario: Neutron's tables are there
    When root types on controller
      """
      su -s /bin/sh -c "neutron-db-manage --config-file /etc/neutron/neutron.conf --config-file /etc/neutron/plugins/midonet/midonet.ini upgrade heads" neutron
      """
    Then on controller "mariadb -N -e 'SHOW TABLES' neutron" prints the lines
      | networks      |
      | ports         |
      | routers       |

  @qsg-3.3-ctl-7a.2
  Scenario: The plugin's own tables are there
    When root types on controller
      """
      midonet-db-manage upgrade head
      """
    Then on controller "mariadb -N -e \"SHOW TABLES LIKE 'midonet%'\" neutron" prints the lines
      | midonet_alembic_version |
      | midonet_lb_pools        |
      | midonet_lb_vips         |
    And on controller "mariadb -N -e 'SELECT version_num FROM midonet_alembic_version' neutron" prints "load_balancers"

  @qsg-3.3-ctl-7c
  Scenario: Neutron's server is enabled and started
    When root types on controller
      """
      systemctl enable neutron-server.service
      systemctl start neutron-server.service
      """
    Then on controller the unit "neutron-server.service" is enabled
    And on controller the unit "neutron-server.service" is active

  @qsg-3.3-ctl-2.1 @qsg-3.3-ctl-3.1 @qsg-3.3-ctl-4 @qsg-3.3-ctl-7
  Scenario: What is said of the ML2 plugin was not applied
    Then on controller "/etc/neutron/neutron.conf" sets
      | DEFAULT.core_plugin | midonet.neutron.plugin_v2.MidonetPluginV2 |
    And on controller "readlink /etc/neutron/plugin.ini" prints "/etc/neutron/plugins/midonet/midonet.ini"
    And on controller no process runs "ml2_conf"

  @qsg-3.3-ctl-0
  Scenario: Neutron serves
    Then Neutron on controller answers

  @qsg-3.3-ctl-6 @qsg-3.3-lbaas-5
  Scenario: Neutron serves load balancers, by MidoNet
    Then on controller ". /root/admin-openrc.sh; neutron service-provider-list -f value" prints a line with "LOADBALANCER midonet True"
    And on controller ". /root/admin-openrc.sh; neutron lb-pool-list" succeeds
