Feature: A port that lets in only what answers
  The filters are those that Neutron gives a port with the default security group. vm3 and vm4 are on two hosts, so the
  host of vm4 has to know what vm3 has begun.

  @lab-secured-port
  Scenario: Connections of a secured port are answered, and nobody else gets in
    When in midonet-cli is typed, and its answers are called
      | out | chain create name secured-out                            |
      |     | chain <out> add rule flow return-flow type accept        |
      | in  | chain create name secured-in                             |
      |     | chain <in> add rule type drop ethertype !0x0806          |
      |     | chain <in> add rule flow return-flow type accept         |
      |     | port <port3> set infilter <out> outfilter <in>           |
    Then echo requests from vm4 to 192.168.2.13 are not answered
    And echo requests from vm3 to 192.168.2.14 are answered
    And echo requests from vm4 to 192.168.2.13 are not answered
