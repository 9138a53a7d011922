Feature: Beyond the guide: Neutron's objects become virtual devices
  These are the requests of Neutron's plugin for a network, a subnet, a router and their ports, in the plugin's order. The
  guide's chapters 5 and 6 will use them. midonet-cli shows the result: a network is a bridge, a router interface is a
  pair of linked ports, and there are chains that filter and translate.

  @lab-beyond-neutron-1
  Scenario: midonet-cli shows a network and a router that Neutron created
    Given the objects that a client finds by the links of the API
    When a client of the API creates "nn"
      """
      POST /neutron/networks
      Content-Type: application/vnd.org.midonet.neutron.Network-v1+json

      {"id": "00000000-0000-4000-8000-00000000a001", "name": "neutron-net", "tenant_id": "admin", "admin_state_up": true,
       "shared": false, "router:external": false, "provider:network_type": "midonet", "status": "ACTIVE", "mtu": 1500}
      """
    And a client of the API creates "ns"
      """
      POST /neutron/subnets
      Content-Type: application/vnd.org.midonet.neutron.Subnet-v1+json

      {"id": "00000000-0000-4000-8000-00000000a002", "network_id": "<nn>", "tenant_id": "admin", "cidr": "10.77.1.0/24",
       "ip_version": 4, "gateway_ip": "10.77.1.1", "enable_dhcp": true, "dns_nameservers": ["198.51.100.53"],
       "host_routes": []}
      """
    And a client of the API creates "nr"
      """
      POST /neutron/routers
      Content-Type: application/vnd.org.midonet.neutron.Router-v1+json

      {"id": "00000000-0000-4000-8000-00000000a003", "name": "neutron-router", "tenant_id": "admin",
       "admin_state_up": true, "status": "ACTIVE", "gw_port_id": null, "external_gateway_info": null, "routes": []}
      """
    And a client of the API creates "np"
      """
      POST /neutron/ports
      Content-Type: application/vnd.org.midonet.neutron.Port-v1+json

      {"id": "00000000-0000-4000-8000-00000000a004", "network_id": "<nn>", "tenant_id": "admin",
       "mac_address": "fa:16:3e:00:00:04", "admin_state_up": true, "device_id": "<nr>",
       "device_owner": "network:router_interface", "security_groups": [],
       "fixed_ips": [{"subnet_id": "<ns>", "ip_address": "10.77.1.1"}]}
      """
    And a client of the API sends
      """
      PUT /neutron/routers/<nr>/add_router_interface
      Content-Type: application/vnd.org.midonet.neutron.RouterInterface-v1+json

      {"id": "<nr>", "tenant_id": "admin", "port_id": "<np>", "network_id": "<nn>", "subnet_id": "<ns>"}
      """
    And a client of the API creates "nm"
      """
      POST /neutron/ports
      Content-Type: application/vnd.org.midonet.neutron.Port-v1+json

      {"id": "00000000-0000-4000-8000-00000000a005", "network_id": "<nn>", "tenant_id": "admin",
       "mac_address": "fa:16:3e:00:00:05", "admin_state_up": true, "device_id": "", "device_owner": "compute:nova",
       "security_groups": [], "fixed_ips": [{"subnet_id": "<ns>", "ip_address": "10.77.1.5"}]}
      """
    Then the answer is 201
    When these commands are typed in midonet-cli, which prints
      | bridge list           | bridge … name neutron-net state up                                                            |
      | bridge <nn> list port | port … device … state up … peer …                                                             |
      |                       | port … device … state up … infilter … outfilter …                                             |
      | bridge <nn> list dhcp | dhcp … gw 10.77.1.1 server 10.77.1.1 dns-servers 198.51.100.53 subnet 10.77.1.0/24            |
      | router list           | router … name neutron-router state up infilter … outfilter … forward-chain …                  |
      | router <nr> list port | port … device … state up … mac fa:16:3e:00:00:04 address 10.77.1.1 net 10.77.1.0/24 peer …    |
      | chain list            | chain … name OS_PRE_ROUTING_<nr>                                                              |
      |                       | chain … name OS_PORT_<nm>_INBOUND                                                             |
    Then the API answers
      | request                   | answer                                                                      |
      | GET /neutron/networks     | 200 application/vnd.org.midonet.neutron.Networks-v1+json                    |
      | GET /neutron/routers/<nr> | 200 application/vnd.org.midonet.neutron.Router-v1+json                      |
      | GET /bridges/<nn>         | 200 application/vnd.org.midonet.Bridge-v5+json                              |
    When a client of the API deletes these in order
      | /neutron/ports/<nm> |
      | /neutron/ports/<np> |
    And a client of the API sends
      """
      PUT /neutron/routers/<nr>/remove_router_interface
      Content-Type: application/vnd.org.midonet.neutron.RouterInterface-v1+json

      {"id": "<nr>", "tenant_id": "admin", "port_id": "<np>", "network_id": "<nn>", "subnet_id": "<ns>"}
      """
    Then the answer is 200
    When a client of the API deletes these in order
      | /neutron/routers/<nr>  |
      | /neutron/subnets/<ns>  |
      | /neutron/networks/<nn> |
    Then a client finds the same objects by the links of the API as before
