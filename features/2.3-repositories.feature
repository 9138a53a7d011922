Feature: 2.3 Repository Configuration
  The lab uses Debian's package manager instead of Red Hat's, and repositories on the hosts themselves instead of the
  vendors' servers: nothing is downloaded. At the start, a host knows only the repository of its operating system, and
  has none of the guide's packages installed.

  @qsg-2.3-repo-1
  Scenario: The Red Hat base repository
    Given there is a Red Hat package manager on the hosts
    When root types on every host
      """
      subscription-manager repos --enable=rhel-7-server-rpms
      """

  @qsg-2.3-repo-2
  Scenario: Further Red Hat repositories
    Given there is a Red Hat package manager on the hosts
    When root types on every host
      """
      subscription-manager repos --enable=rhel-7-server-extras-rpms
      subscription-manager repos --enable=rhel-7-server-optional-rpms
      """

  @qsg-2.3-repo-3
  Scenario: Priorities of repositories
    Given there is a Red Hat package manager on the hosts
    When root types on every host
      """
      yum install yum-plugin-priorities
      """

  @qsg-2.3-repo-4
  Scenario: Extra packages for Enterprise Linux
    Given there is a Red Hat package manager on the hosts
    When root types on every host
      """
      yum install http://dl.fedoraproject.org/pub/epel/7/x86_64/e/epel-release-7-5.noarch.rpm
      """

  @qsg-2.3-repo-5
  Scenario: OpenStack packages for Red Hat
    Given there is a Red Hat package manager on the hosts
    When root types on every host
      """
      yum install http://rdo.fedorapeople.org/openstack-kilo/rdo-release-kilo.rpm
      """

  @qsg-2.3-repo-6
  Scenario: The DataStax repository
    When root types on every host
      """
      cat > /etc/apt/sources.list.d/datastax.list << 'EOF'
      # DataStax (Apache Cassandra)
      deb [trusted=yes] file:/usr/share/midolab/apt/datastax ./
      EOF
      apt-get update
      """
    Then on every host apt has read "file:/usr/share/midolab/apt/datastax" from the list "/etc/apt/sources.list.d/datastax.list"
    And on every NSDB node the package "dsc20" comes from "file:/usr/share/midolab/apt/datastax"

  @qsg-2.3-repo-7
  Scenario: The MidoNet repositories
    When root types on every host
      """
      cat > /etc/apt/sources.list.d/midonet.list << 'EOF'
      # MidoNet, and third-party tools and libraries
      deb [trusted=yes] file:/usr/share/midolab/apt/midonet ./
      EOF
      apt-get update
      """
    Then on every host apt has read "file:/usr/share/midolab/apt/midonet" from the list "/etc/apt/sources.list.d/midonet.list"
    And on controller the packages "midonet-cluster, python-midonetclient, midolman" come from "file:/usr/share/midolab/apt/midonet"
    And on gateway1, gateway2 and compute1 the package "midolman" comes from "file:/usr/share/midolab/apt/midonet"
    And on every NSDB node the packages "zookeeper, zkdump" come from "file:/usr/share/midolab/apt/midonet"

  @qsg-2.3-repo-8
  Scenario: Available updates are installed
    When root types on every host
      """
      apt-get clean
      apt-get -y upgrade
      """
    Then on every host the package cache is empty
    And on every host no update is pending

  @qsg-2.3-repo-9
  Scenario: A reboot changes nothing of this
    When compute1 is rebooted
    Then compute1 has booted since "midolab-release" was updated
    And compute1 runs, and its links are up
    And on compute1 each host's name resolves to its management address
    And on compute1 no update is pending

  @qsg-2.3-repo-f1
  Scenario: Repositories are configured and packages are up to date
    Then on every host no update is pending
