Feature: From bare nodes to an API
  The same as in the guide, without Cassandra and the agents. The JVMs get the heap that a hundred thousand ports need.

  @lab-scale-names
  Scenario: The hosts know each other by name
    When on every host the file "/etc/hosts" lists every host with its management address
    Then on every host each host's name resolves to its management address

  @lab-scale-repository
  Scenario: MidoNet's packages can be installed
    When root types on every host
      """
      echo 'deb [trusted=yes] file:/usr/share/midolab/apt/midonet ./' > /etc/apt/sources.list.d/midonet.list
      apt-get update
      """
    Then on every host apt has read "file:/usr/share/midolab/apt/midonet" from the list "/etc/apt/sources.list.d/midonet.list"

  @lab-scale-nsdb
  Scenario: Three ZooKeeper servers have the heap for that many objects
    When root types on every NSDB node
      """
      apt-get install -y java-1.7.0-openjdk-headless
      apt-get install -y zookeeper zkdump nmap-ncat
      """
    And on every NSDB node the file "/etc/zookeeper/zoo.cfg" is edited to contain
      """
      server.1=nsdb1:2888:3888
      server.2=nsdb2:2888:3888
      server.3=nsdb3:2888:3888
      """
    And root types on every NSDB node
      """
      sed -i 's/^-Xms.*/-Xms1g/; s/^-Xmx.*/-Xmx1g/' /etc/zookeeper/jvm.options
      mkdir /var/lib/zookeeper/data
      chown zookeeper:zookeeper /var/lib/zookeeper/data
      hostname | tr -d '[:alpha:]' > /var/lib/zookeeper/data/myid
      mkdir -p /usr/java/default/bin/
      ln -s /usr/lib/jvm/jre-1.7.0-openjdk/bin/java /usr/java/default/bin/
      systemctl enable zookeeper.service
      systemctl start zookeeper.service
      """
    Then on every NSDB node the unit "zookeeper.service" is active
    And ZooKeeper is ready on every NSDB node

  @lab-scale-buffer
  Scenario: Servers and clients accept packets of the same size
    The value of zookeeper.buffer_size, 4 MiB, is also the servers' jute.maxbuffer.

    Then a node of 3 MiB that is written through nsdb1 is read through nsdb3
    And a node of 3 MiB that is written through nsdb2 is read through nsdb1
    And a node of 3 MiB that is written through nsdb3 is read through nsdb2

  @lab-scale-cluster
  Scenario: The API answers with a heap of 512 MiB
    When root types on controller
      """
      apt-get install -y midonet-cluster
      """
    And on controller the file "/etc/midonet/midonet.conf" is edited to contain
      """
      [zookeeper]
      zookeeper_hosts = nsdb1:2181,nsdb2:2181,nsdb3:2181
      """
    And on controller the file "/etc/midonet-cluster/midonet-cluster-env.sh" is edited to contain
      """
      MAX_HEAP_SIZE="512M"
      JVM_OPTS="-Xlog:gc:file=/var/log/midonet-cluster/gc.log::filecount=0"
      """
    And root types on controller
      """
      echo "zookeeper.zookeeper_hosts : \"nsdb1:2181,nsdb2:2181,nsdb3:2181\"" | mn-conf set -t default
      echo "cluster.auth.provider_class : \"org.midonet.cluster.auth.MockAuthService\"" | mn-conf set -t default
      systemctl enable midonet-cluster.service
      systemctl start midonet-cluster.service
      """
    Then on controller the unit "midonet-cluster.service" is active
    And the API on controller is ready

  @lab-scale-cli
  Scenario: The command line has the API's address and its user
    Given these placeholders of the guide
      | ADMIN_PASS | a secret of this lab |
    When root types on controller
      """
      apt-get install -y python-midonetclient
      """
    And on controller the file "/root/.midonetrc" is edited to contain
      """
      [cli]
      api_url = http://controller:8181/midonet-api
      username = admin
      password = ADMIN_PASS
      project_id = admin
      """
    Then on controller "midonet-cli -e 'list host'" succeeds
