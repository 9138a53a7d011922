Feature: 3.1 Identity Service (Keystone)
  Keystone and its database come with the host, as the guide's first chapter has them; OpenStack's own chapter on them is
  followed as far as it is about secrets, addresses and services.

  Background:
    Given these placeholders of the guide
      | ADMIN_TOKEN     | a secret of this lab |
      | ADMIN_PASS      | a secret of this lab |
      | KEYSTONE_DBPASS | a secret of this lab |
      | MIDONET_PASS    | a secret of this lab |

  @qsg-3.1-key-0
  Scenario: OpenStack's own chapter on Keystone is followed
    When root types on controller
      """
      systemctl enable mariadb.service
      systemctl start mariadb.service
      mariadb << EOF
      GRANT ALL PRIVILEGES ON keystone.* TO 'keystone'@'localhost' IDENTIFIED BY 'KEYSTONE_DBPASS';
      GRANT ALL PRIVILEGES ON keystone.* TO 'keystone'@'%' IDENTIFIED BY 'KEYSTONE_DBPASS';
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
    Then on controller the unit "mariadb.service" is enabled
    And on controller the unit "mariadb.service" is active
    And on controller the unit "keystone.service" is enabled
    And on controller the unit "keystone.service" is active
    And Keystone on controller is ready
    And Keystone on controller has, among others
      | projects | admin, demo, service |
      | roles    | admin                |
      | users    | admin                |
    And Keystone on controller lets "admin" log in to the project "admin" by the right password only
    And on controller "/root/admin-openrc.sh" is a file that only root can read
    And on controller "su -s /bin/sh -c 'cat /etc/keystone/fernet-keys/1' nobody || echo refused" prints "refused"

  @qsg-3.1-key-1
  Scenario: The temporary token mechanism stays
    Then Keystone on controller takes its admin token, and no other

  @qsg-3.1-key-f1
  Scenario: The MidoNet API authenticates by the admin token
    Then the configuration template "default" and Keystone on controller hold the same admin token
    And the cluster on controller asks Keystone at port 35357, by the admin token

  @qsg-3.1-key-2
  Scenario: The MidoNet API is a service
    When root types on controller
      """
      source admin-openrc.sh
      openstack service create --name midonet --description "MidoNet API Service" midonet
      """
    Then Keystone on controller has exactly this service of its type
      | midonet | midonet | MidoNet API Service |

  @qsg-3.1-key-3.1
  Scenario: MidoNet has a user
    When root types on controller "openstack user create --password-prompt midonet", and answers
      | User Password:        | MIDONET_PASS |
      | Repeat User Password: | MIDONET_PASS |
    Then Keystone on controller has, among others
      | users | midonet |

  @qsg-3.1-key-3.2
  Scenario: The user has the admin role in the service project
    When root types on controller
      """
      openstack role add --project service --user midonet admin
      """
    Then Keystone on controller gives "midonet" these roles, and no others
      | service | admin |
    And Keystone on controller lets "midonet" log in to the project "service" by the right password only
