Feature: Beyond the guide: Keystone decides every login
  Who has no role admin, whose token has ended and who comes while Keystone is away gets no further. No secret is readable by others.

  Background:
    Given these placeholders of the guide
      | DEMO_PASS | a secret of this lab |

  @lab-beyond-keystone-1
  Scenario: A user without the admin role is refused
    When root types on controller
      """
      source admin-openrc.sh
      """
    And root types on controller "openstack user create --password-prompt demo", and answers
      | User Password:        | DEMO_PASS |
      | Repeat User Password: | DEMO_PASS |
    And root types on controller
      """
      openstack role add --project demo --user demo member
      """
    Then the API on controller answers "demo" of the project "demo" 403
    And the API on controller answers "demo" of the project "service" 401
    And the API on controller answers "midonet" of the project "service" 200
    And the API on controller answers "midonet" of the project "demo" 401
    And the API on controller answers "nobody" of the project "service" 401

  @lab-beyond-keystone-2
  Scenario: A token ends
    When on controller the file "/etc/keystone/keystone.conf" is edited to contain
      """
      [token]
      expiration = 15
      """
    And root types on controller
      """
      systemctl restart keystone.service
      """
    Then Keystone on controller is ready
    And a token of "midonet" for "service" opens the API on controller, and after 13 seconds no more
    When on controller the file "/etc/keystone/keystone.conf" is edited to contain
      """
      [token]
      expiration = 3600
      """
    And root types on controller
      """
      systemctl restart keystone.service
      """
    Then Keystone on controller is ready

  @lab-beyond-keystone-3
  Scenario: While Keystone is away nobody gets in, and afterwards everybody does
    When root types on controller
      """
      systemctl stop keystone.service
      """
    Then the API on controller answers "midonet" of the project "service" 503
    When root types on controller
      """
      systemctl restart mariadb.service
      systemctl start keystone.service
      """
    Then Keystone on controller is ready
    And the API on controller answers "midonet" of the project "service" 200

  @lab-beyond-keystone-4
  Scenario: No secret is readable by others
    Then on controller "test -s /root/.midonet-cli-history" succeeds
    And no shell history on controller contains a typed secret
    And no log on controller holds a secret that was typed there
    And no process on controller has a secret that was typed there in its arguments
