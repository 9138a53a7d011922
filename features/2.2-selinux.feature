Feature: 2.2 SELinux Configuration

  @qsg-2.2-se-f1
  Scenario: No host enforces SELinux
    Then on every host SELinux is permissive, disabled or absent

  @qsg-2.2-se-1
  Scenario: SELinux is switched to permissive
    Given there is SELinux on the hosts
    When root types on every host
      """
      setenforce Permissive
      """
    Then on every host SELinux is permissive, disabled or absent

  @qsg-2.2-se-2
  Scenario: SELinux stays permissive
    Given there is SELinux on the hosts
    When on every host the file "/etc/selinux/config" is edited to contain
      """
      SELINUX=permissive
      """
    Then on every host the file "/etc/selinux/config" contains
      """
      SELINUX=permissive
      """
