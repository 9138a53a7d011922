Feature: Beyond the guide: the API for clients of MidoNet 5
  The guide's commands use the cluster's REST API, and so do Neutron's plugin and the tools of vendors. These scenarios send
  plain HTTP requests to the cluster of the guide's topology, and delete the objects that they create.

  @lab-beyond-api-1
  Scenario: Only login is possible without a token
    When a client without a token sends
      """
      GET /bridges
      """
    Then the answer is 401, with
      | WWW-Authenticate | Basic…                                        |
      | Content-Type     | application/vnd.org.midonet.Error-v1+json     |
      | message          | …X-Auth-Token…/midonet-api/login…             |
    When a client without a token sends
      """
      GET /bridges
      X-Auth-Token: forged
      """
    Then the answer is 401
    When the administrator logs in
    Then the answer is 200, with
      | Content-Type | application/vnd.org.midonet.Token-v1+json |
      | Set-Cookie   | sessionId=…; Expires=… GMT                |
      | expires      | … GMT                                     |

  @lab-beyond-api-2
  Scenario: Links from the root document lead to all objects
    Then a client that follows links from the root document finds
      | hosts        | compute1, controller, gateway1, gateway2 |
      | bridges      | ext-net, tenant-net                      |
      | routers      | Edge Router, Tenant Router               |
    And the API answers
      | request           | answer                                                                                         |
      | GET /             | 200 application/vnd.org.midonet.Application-v5+json                                            |
      | GET /system_state | 200 application/vnd.org.midonet.SystemState-v2+json                                            |
      | GET /neutron      | 200 application/vnd.org.midonet.neutron.Neutron-v3+json                                        |
      | GET /openapi.json | 200 application/json                                                                           |
      | GET /openapi.html | 200 text/html…                                                                                 |
      | GET /vteps        | 404 application/vnd.org.midonet.Error-v1+json: hardware VTEPs…are not part of this cluster     |
      | GET /l2insertions | 404 application/vnd.org.midonet.Error-v1+json: L2 insertion is not part of this cluster        |

  @lab-beyond-api-3
  Scenario: Old clients get the versions that they support
    Then the API answers
      | request      | with                                                               | answer                                                      |
      | GET /bridges |                                                                    | 200 application/vnd.org.midonet.collection.Bridge-v5+json   |
      | GET /bridges | Accept: application/vnd.org.midonet.collection.Bridge-v4+json      | 200 application/vnd.org.midonet.collection.Bridge-v4+json   |
      | GET /ports   | Accept: application/vnd.org.midonet.collection.Port-v2+json        | 200 application/vnd.org.midonet.collection.Port-v2+json     |
      | GET /ports   | Accept: application/vnd.org.midonet.collection.Port-v4+json        | 200 application/vnd.org.midonet.collection.Port-v4+json     |
      | GET /ports   | Accept: application/json                                           | 200 application/json                                        |
      | GET /ports   | Accept: application/vnd.org.midonet.collection.Port-v99+json       | 406 application/vnd.org.midonet.Error-v1+json: no acceptable… |
    When a client of the API creates "old-router"
      """
      POST /routers
      Content-Type: application/vnd.org.midonet.Router-v2+json

      {"name": "old"}
      """
    And a client of the API creates "old-port"
      """
      POST /routers/<old-router>/ports
      Content-Type: application/vnd.org.midonet.Port-v2+json

      {"type": "Router", "portAddress": "10.77.0.1", "networkAddress": "10.77.0.0", "networkLength": 24}
      """
    And a client of the API sends
      """
      GET /ports/<old-port>
      Accept: application/vnd.org.midonet.Port-v2+json
      """
    Then the answer is 200, with
      | Content-Type   | application/vnd.org.midonet.Port-v2+json |
      | networkAddress | 10.77.0.0                                |
      | networkLength  | 24                                       |
      | portSubnet     | nothing                                  |
    When a client of the API sends
      """
      GET /ports/<old-port>
      Accept: application/vnd.org.midonet.Port-v4+json
      """
    Then the answer is 200, with
      | portSubnet.0   | 10.77.0.0/24 |
      | networkAddress | nothing      |
    When a client of the API deletes these in order
      | /routers/<old-router> |

  @lab-beyond-api-4
  Scenario: A created object has a Location, defaults and a URI, until it is deleted
    Given the objects that a client finds by the links of the API
    When a client of the API creates "bridge"
      """
      POST /bridges
      Content-Type: application/vnd.org.midonet.Bridge-v4+json

      {"name": "made"}
      """
    Then the answer is 201, with
      | Location | http://…:8181/midonet-api/bridges/<bridge> |
    When a client of the API sends
      """
      GET /bridges/<bridge>
      """
    Then the answer is 200, with
      | id           | <bridge>                                         |
      | name         | made                                             |
      | adminStateUp | true                                             |
      | uri          | http://…:8181/midonet-api/bridges/<bridge>       |
      | ports        | http://…:8181/midonet-api/bridges/<bridge>/ports |
    When a client of the API sends
      """
      DELETE /bridges/<bridge>
      """
    Then the answer is 204
    When a client of the API sends
      """
      GET /bridges/<bridge>
      """
    Then the answer is 404, with
      | message | there is no bridge <bridge> |
    And a client finds the same objects by the links of the API as before

  @lab-beyond-api-5
  Scenario: An invalid request is rejected with the reason, and changes nothing
    Given the objects that a client finds by the links of the API
    When a client of the API sends
      """
      POST /bridges
      Content-Type: application/json

      {"name": ["a"], "adminStateUp": "yes"}
      """
    Then the answer is 400, with
      | Content-Type          | application/vnd.org.midonet.Error-v1+json |
      | code                  | 400                                       |
      | violations.0.property | name                                      |
      | violations.1.property | adminStateUp                              |
      | violations.1.message  | must be true or false                     |
    When a client of the API sends
      """
      POST /bridges
      Content-Type: application/x-www-form-urlencoded

      name=seven
      """
    Then the answer is 415, with
      | message | …application/vnd.org.midonet.Bridge-v5+json… |
    When a client of the API sends
      """
      DELETE /bridges
      """
    Then the answer is 405, with
      | Allow | GET, POST |
    When a client of the API sends
      """
      POST /bridges
      Content-Type: application/json

      {"name": "of no chain", "inboundFilterId": "00000000-0000-4000-8000-0000000000c0"}
      """
    Then the answer is 404, with
      | message | …00000000-0000-4000-8000-0000000000c0, which does not exist |
    And a client finds the same objects by the links of the API as before

  @lab-beyond-api-6
  Scenario: A concurrent change is not overwritten unnoticed
    When a client of the API creates "bridge"
      """
      POST /bridges
      Content-Type: application/json

      {"name": "first"}
      """
    And a client of the API sends, and names the answer's ETag "first-etag"
      """
      GET /bridges/<bridge>
      """
    And a client of the API sends
      """
      PUT /bridges/<bridge>
      Content-Type: application/json
      If-Match: <first-etag>

      {"name": "second"}
      """
    Then the answer is 204
    When a client of the API sends
      """
      PUT /bridges/<bridge>
      Content-Type: application/json
      If-Match: <first-etag>

      {"name": "too late"}
      """
    Then the answer is 412, with
      | message | …changed meanwhile… |
    When a client of the API sends
      """
      POST /bridges
      Content-Type: application/json

      {"id": "<bridge>", "name": "twice"}
      """
    Then the answer is 409, with
      | message | …<bridge>… |
    When a client of the API sends
      """
      GET /bridges/<bridge>
      """
    Then the answer is 200, with
      | name | second |
    When a client of the API deletes these in order
      | /bridges/<bridge> |

  @lab-beyond-api-7
  Scenario: Deleting a device deletes its parts and all references to it
    Given the objects that a client finds by the links of the API
    When a client of the API creates "bridge"
      """
      POST /bridges
      Content-Type: application/json

      {"name": "left"}
      """
    And a client of the API creates "bridge-port"
      """
      POST /bridges/<bridge>/ports
      Content-Type: application/json

      {"type": "Bridge"}
      """
    And a client of the API creates "chain"
      """
      POST /chains
      Content-Type: application/json

      {"name": "filter"}
      """
    And a client of the API creates "router"
      """
      POST /routers
      Content-Type: application/json

      {"name": "stays", "inboundFilterId": "<chain>"}
      """
    And a client of the API creates "router-port"
      """
      POST /routers/<router>/ports
      Content-Type: application/json

      {"type": "Router", "portAddress": "10.77.0.1", "portSubnet": ["10.77.0.0/24"]}
      """
    And a client of the API sends
      """
      POST /ports/<router-port>/link
      Content-Type: application/json

      {"peerId": "<bridge-port>"}
      """
    Then the answer is 201
    When a client of the API sends
      """
      DELETE /bridges/<bridge>
      """
    Then the answer is 204
    And the API answers
      | request                  | answer                                                                   |
      | GET /ports/<bridge-port> | 404 application/vnd.org.midonet.Error-v1+json: there is no port…         |
    When a client of the API sends
      """
      GET /ports/<router-port>
      """
    Then the answer is 200, with
      | peerId | nothing |
    When a client of the API sends
      """
      DELETE /chains/<chain>
      """
    Then the answer is 204
    When a client of the API sends
      """
      GET /routers/<router>
      """
    Then the answer is 200, with
      | inboundFilterId | nothing |
    When a client of the API creates "balancer"
      """
      POST /load_balancers
      Content-Type: application/json

      {}
      """
    And a client of the API sends
      """
      PUT /routers/<router>
      Content-Type: application/json

      {"name": "stays", "loadBalancerId": "<balancer>"}
      """
    And a client of the API sends
      """
      DELETE /routers/<router>
      """
    Then the answer is 409, with
      | message | …load balancer <balancer>; take it off or delete it first |
    When a client of the API deletes these in order
      | /load_balancers/<balancer> |
      | /routers/<router>          |
    Then a client finds the same objects by the links of the API as before

  @lab-beyond-api-8
  Scenario: An object that no agent enforces is stored with a warning
    When a client of the API creates "policy"
      """
      POST /qos_policies
      Content-Type: application/json

      {"name": "gold"}
      """
    Then the answer is 201, with
      | Warning | 199 midonet-cluster "stored, not enforced: QoS policies" |
    And lab status reports that "policy" is stored, not enforced, for "QoS policies"
    When a client of the API deletes these in order
      | /qos_policies/<policy> |
