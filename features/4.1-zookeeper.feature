Feature: 4.1 NSDB Nodes: ZooKeeper Installation

  @qsg-4.1-zk-1
  Scenario: ZooKeeper's packages are installed
    When root types on every NSDB node
      """
      apt-get install -y java-1.7.0-openjdk-headless
      apt-get install -y zookeeper zkdump nmap-ncat
      """
    Then on every NSDB node the packages "java-1.7.0-openjdk-headless, zookeeper, zkdump, nmap-ncat" are installed
    And on every NSDB node the command "nc" is on the path
    And on every NSDB node the command "zkdump" is on the path
    And on every NSDB node the unit "zookeeper.service" is known

  @qsg-4.1-zk-2a
  Scenario: Every server has the list of the three servers and its data directory
    When on every NSDB node the file "/etc/zookeeper/zoo.cfg" is edited to contain
      """
      server.1=nsdb1:2888:3888
      server.2=nsdb2:2888:3888
      server.3=nsdb3:2888:3888
      """
    And root types on every NSDB node
      """
      mkdir /var/lib/zookeeper/data
      chown zookeeper:zookeeper /var/lib/zookeeper/data
      """
    Then on every NSDB node "/etc/zookeeper/zoo.cfg" sets
      | server.1 | nsdb1:2888:3888         |
      | server.2 | nsdb2:2888:3888         |
      | server.3 | nsdb3:2888:3888         |
      | dataDir  | /var/lib/zookeeper/data |
    And on every NSDB node "/var/lib/zookeeper/data" is a directory of zookeeper:zookeeper

  @qsg-4.1-zk-2bi
  Scenario: nsdb1 is server 1
    When root types on nsdb1
      """
      echo 1 > /var/lib/zookeeper/data/myid
      """
    Then on nsdb1 the file "/var/lib/zookeeper/data/myid" is "1"

  @qsg-4.1-zk-2bii
  Scenario: nsdb2 is server 2
    When root types on nsdb2
      """
      echo 2 > /var/lib/zookeeper/data/myid
      """
    Then on nsdb2 the file "/var/lib/zookeeper/data/myid" is "2"

  @qsg-4.1-zk-2biii
  Scenario: nsdb3 is server 3
    When root types on nsdb3
      """
      echo 3 > /var/lib/zookeeper/data/myid
      """
    Then on nsdb3 the file "/var/lib/zookeeper/data/myid" is "3"

  @qsg-4.1-zk-3
  Scenario: Java is in the directory where ZooKeeper's start script expects it
    When root types on every NSDB node
      """
      mkdir -p /usr/java/default/bin/
      ln -s /usr/lib/jvm/jre-1.7.0-openjdk/bin/java /usr/java/default/bin/
      """
    Then on every NSDB node "/usr/java/default/bin/java -version" succeeds

  @qsg-4.1-zk-4
  Scenario: ZooKeeper is enabled and started
    When root types on every NSDB node
      """
      systemctl enable zookeeper.service
      systemctl start zookeeper.service
      """
    Then on every NSDB node the unit "zookeeper.service" is enabled
    And on every NSDB node the unit "zookeeper.service" is active
    And ZooKeeper is ready on every NSDB node

  @qsg-4.1-zk-5
  Scenario: ZooKeeper operates properly
    Then ZooKeeper has one leader and two followers
    And a znode that is written through nsdb1 is read through nsdb3
    And on every NSDB node "echo ruok | nc 127.0.0.1 2181" prints "imok"
    And on every NSDB node "echo stat | nc 127.0.0.1 2181" prints lines that begin with
      | Zookeeper version    |
      | Clients              |
      | Latency min/avg/max  |
      | Received             |
      | Sent                 |
      | Connections          |
      | Outstanding          |
      | Zxid                 |
      | Mode                 |
      | Node count           |
    And each NSDB node's ZooKeeper reports the server id in its file
