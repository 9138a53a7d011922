Feature: A port that accepts only replies
  The filters are those of Neutron's default security group. vm3 and vm4 are on two hosts, so the host of vm4 needs the
  connections that vm3 opened.

  @lab-secured-port
  Scenario: Connections from a secured port get replies, and other packets to it are dropped
    When these commands are typed in midonet-cli, with names for the answers
      | out | chain create name secured-out                            |
      |     | chain <out> add rule flow return-flow type accept        |
      | in  | chain create name secured-in                             |
      |     | chain <in> add rule type drop ethertype !0x0806          |
      |     | chain <in> add rule flow return-flow type accept         |
      |     | port <port3> set infilter <out> outfilter <in>           |
    Then echo requests from vm4 to 192.168.2.13 are not answered
    And echo requests from vm3 to 192.168.2.14 are answered
    And echo requests from vm4 to 192.168.2.13 are not answered
