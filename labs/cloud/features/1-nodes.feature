Feature: From bare nodes to Keystone, MidoNet and Neutron
  The same as the guide does for seven hosts, for the hosts of a small cloud. The image has what is the same in every cloud by
  OpenStack's installation guide: packages, filled databases, services and their endpoints. Secrets are made and typed here.

  Background:
    Given these placeholders of the guide
      | ADMIN_PASS       | a secret of this lab |
      | ADMIN_TOKEN      | a secret of this lab |
      | GLANCE_DBPASS    | a secret of this lab |
      | GLANCE_PASS      | a secret of this lab |
      | KEYSTONE_DBPASS  | a secret of this lab |
      | METADATA_SECRET  | a secret of this lab |
      | MIDONET_PASS     | a secret of this lab |
      | NEUTRON_DBPASS   | a secret of this lab |
      | NEUTRON_PASS     | a secret of this lab |
      | NOVA_DBPASS      | a secret of this lab |
      | NOVA_PASS        | a secret of this lab |
      | PLACEMENT_DBPASS | a secret of this lab |
      | PLACEMENT_PASS   | a secret of this lab |
      | RABBIT_PASS      | a secret of this lab |

  @lab-cloud-names
  Scenario: The hosts know each other by name
    When on every host the file "/etc/hosts" lists every host with its management address
    Then on every host each host's name resolves to its management address

  @lab-cloud-repository
  Scenario: MidoNet's packages can be installed
    When root types on every host
      """
      echo 'deb [trusted=yes] file:/usr/share/midolab/apt/midonet ./' > /etc/apt/sources.list.d/midonet.list
      apt-get update
      """
    Then on every host apt has read "file:/usr/share/midolab/apt/midonet" from the list "/etc/apt/sources.list.d/midonet.list"

  @lab-cloud-broker
  Scenario: RabbitMQ runs, with one user
    When on controller the file "/etc/rabbitmq/rabbitmq.conf" is edited to contain
      """
      default_user = openstack
      default_pass = RABBIT_PASS
      """
    And root types on controller
      """
      systemctl enable rabbitmq-server.service
      systemctl start --no-block rabbitmq-server.service
      """
    Then on controller the unit "rabbitmq-server.service" is enabled
    And on controller the unit "rabbitmq-server.service" is active
    And on controller "nc -z controller 5672" succeeds
    And on controller "nc -z 127.0.0.1 5672 || echo refused" prints "refused"
    And on controller "nc -z controller 4369 || nc -z controller 25672 || echo refused" prints "refused"

  @lab-cloud-keystone
  Scenario: Keystone runs, and each service has a user
    When root types on controller
      """
      systemctl enable mariadb.service
      systemctl start mariadb.service
      mariadb << EOF
      GRANT ALL PRIVILEGES ON keystone.* TO 'keystone'@'%' IDENTIFIED BY 'KEYSTONE_DBPASS';
      GRANT ALL PRIVILEGES ON neutron.* TO 'neutron'@'%' IDENTIFIED BY 'NEUTRON_DBPASS';
      GRANT ALL PRIVILEGES ON glance.* TO 'glance'@'%' IDENTIFIED BY 'GLANCE_DBPASS';
      GRANT ALL PRIVILEGES ON placement.* TO 'placement'@'%' IDENTIFIED BY 'PLACEMENT_DBPASS';
      GRANT ALL PRIVILEGES ON nova.* TO 'nova'@'%' IDENTIFIED BY 'NOVA_DBPASS';
      GRANT ALL PRIVILEGES ON nova_api.* TO 'nova'@'%';
      GRANT ALL PRIVILEGES ON nova_cell0.* TO 'nova'@'%';
      EOF
      """
    And on controller the file "/etc/keystone/keystone.conf" is edited to contain
      """
      [DEFAULT]
      admin_token = ADMIN_TOKEN
      [database]
      connection = mysql+pymysql://keystone:KEYSTONE_DBPASS@controller/keystone
      """
    And root types on controller
      """
      systemctl enable keystone.service
      systemctl start keystone.service
      OS_BOOTSTRAP_PASSWORD=ADMIN_PASS keystone-manage bootstrap
      """
    And on controller the file "/root/admin-openrc.sh" is edited to contain
      """
      export OS_PROJECT_DOMAIN_NAME=Default
      export OS_USER_DOMAIN_NAME=Default
      export OS_PROJECT_NAME=admin
      export OS_USERNAME=admin
      export OS_PASSWORD=ADMIN_PASS
      export OS_AUTH_URL=http://controller:35357/v3
      export OS_IDENTITY_API_VERSION=3
      """
    And root types on controller
      """
      source admin-openrc.sh
      openstack << EOF
      service create --name midonet --description "MidoNet API Service" midonet
      user create --password MIDONET_PASS midonet
      user create --password NEUTRON_PASS neutron
      user create --password GLANCE_PASS glance
      user create --password PLACEMENT_PASS placement
      user create --password NOVA_PASS nova
      role add --project service --user midonet admin
      role add --project service --user neutron admin
      role add --project service --user glance admin
      role add --project service --user placement admin
      role add --project service --user nova admin
      EOF
      """
    Then Keystone on controller is ready
    And Keystone on controller gives "midonet" these roles, and no others
      | service | admin |
    And Keystone on controller gives "neutron" these roles, and no others
      | service | admin |
    And Keystone on controller gives "glance" these roles, and no others
      | service | admin |
    And Keystone on controller gives "placement" these roles, and no others
      | service | admin |
    And Keystone on controller gives "nova" these roles, and no others
      | service | admin |
    And Keystone on controller lets "nova" log in to the project "service" by the right password only

  @lab-cloud-nsdb
  Scenario: A single ZooKeeper server runs
    When root types on nsdb1
      """
      apt-get install -y java-1.7.0-openjdk-headless
      apt-get install -y zookeeper zkdump nmap-ncat
      mkdir /var/lib/zookeeper/data
      chown zookeeper:zookeeper /var/lib/zookeeper/data
      mkdir -p /usr/java/default/bin/
      ln -s /usr/lib/jvm/jre-1.7.0-openjdk/bin/java /usr/java/default/bin/
      systemctl enable zookeeper.service
      systemctl start zookeeper.service
      """
    Then on nsdb1 the unit "zookeeper.service" is active
    And ZooKeeper is ready on nsdb1

  @lab-cloud-cluster
  Scenario: The cluster's API answers, and Keystone decides who may log in
    When root types on controller
      """
      apt-get install -y midonet-cluster python-midonetclient openstack-neutron python-neutron-plugin-midonet
      """
    And on controller the file "/etc/midonet/midonet.conf" is edited to contain
      """
      [zookeeper]
      zookeeper_hosts = nsdb1:2181
      """
    And root types on controller
      """
      cat << EOF | mn-conf set -t default
      zookeeper.zookeeper_hosts = "nsdb1:2181"
      cluster.auth {
          provider_class = "org.midonet.cluster.auth.keystone.v2_0.KeystoneService"
          admin_role = "admin"
          keystone.tenant_name = "admin"
          keystone.admin_token = "ADMIN_TOKEN"
          keystone.host = controller
          keystone.port = 35357
      }
      agent.openstack.metadata {
          nova_metadata_url = "http://controller:8775"
          shared_secret = "METADATA_SECRET"
          enabled = true
      }
      EOF
      systemctl enable midonet-cluster.service
      systemctl start midonet-cluster.service
      """
    And on controller the file "/root/.midonetrc" is edited to contain
      """
      [cli]
      api_url = http://controller:8181/midonet-api
      username = admin
      password = ADMIN_PASS
      project_id = admin
      """
    Then the API on controller is ready
    And the API on controller answers "midonet" of the project "service" 200
    And the API on controller rejects a login with another password
    And on controller "midonet-cli -e 'list host'" succeeds

  @lab-cloud-neutron
  Scenario: Neutron serves, with MidoNet's plugin
    When on controller the file "/etc/neutron/neutron.conf" is edited to contain
      """
      [DEFAULT]
      core_plugin = midonet.neutron.plugin_v2.MidonetPluginV2
      allow_overlapping_ips = True
      auth_strategy = keystone
      notify_nova_on_port_status_changes = true
      notify_nova_on_port_data_changes = true
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
      [nova]
      auth_url = http://controller:5000
      auth_type = password
      project_domain_id = default
      user_domain_id = default
      region_name = RegionOne
      project_name = service
      username = nova
      password = NOVA_PASS
      """
    And root types on controller
      """
      mkdir /etc/neutron/plugins/midonet
      """
    And on controller the file "/etc/neutron/plugins/midonet/midonet.ini" is edited to contain
      """
      [DATABASE]
      sql_connection = mysql+pymysql://neutron:NEUTRON_DBPASS@controller/neutron
      [MIDONET]
      midonet_uri = http://controller:8181/midonet-api
      username = midonet
      password = MIDONET_PASS
      project_id = service
      """
    And root types on controller
      """
      chown root:neutron /etc/neutron/plugins/midonet/midonet.ini
      chmod 640 /etc/neutron/plugins/midonet/midonet.ini
      ln -s /etc/neutron/plugins/midonet/midonet.ini /etc/neutron/plugin.ini
      systemctl enable neutron-server.service
      systemctl start neutron-server.service
      """
    Then on controller the unit "neutron-server.service" is active
    And Neutron on controller answers

  @lab-cloud-agents
  Scenario: An agent is alive on the gateway and on the hypervisor
    When root types on gateway1 and compute1
      """
      apt-get install -y java-1.8.0-openjdk-headless
      apt-get install -y midolman
      """
    And on gateway1 and compute1 the file "/etc/midolman/midolman.conf" is edited to contain
      """
      [zookeeper]
      zookeeper_hosts = nsdb1:2181
      """
    And root types on gateway1 and compute1
      """
      mn-conf template-set -h local -t agent-compute-medium
      systemctl enable midolman.service
      systemctl start midolman.service
      """
    Then the agents are alive on gateway1 and compute1
    And the API lists exactly these hosts, alive
      | gateway1 |
      | compute1 |
