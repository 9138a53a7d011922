Feature: 4.2 Controller Node: MidoNet CLI Installation

  @qsg-4.2-cli-1
  Scenario: The command line's package is installed
    When root types on controller
      """
      apt-get install -y python-midonetclient
      """
    Then on controller the package "python-midonetclient" is installed
    And on controller the command "midonet-cli" is on the path

  @qsg-4.2-cli-2
  Scenario: The command line has the API's address and its user
    Given these placeholders of the guide
      | ADMIN_PASS | a secret of this lab |
    When on controller the file "/root/.midonetrc" is edited to contain
      """
      [cli]
      api_url = http://controller:8181/midonet-api
      username = admin
      password = ADMIN_PASS
      project_id = admin
      """
    Then on controller "/root/.midonetrc" sets this, and nothing else
      | cli.api_url    | http://controller:8181/midonet-api |
      | cli.username   | admin                              |
      | cli.password   | ADMIN_PASS                         |
      | cli.project_id | admin                              |
    And on controller "/root/.midonetrc" is a file that only root can read
