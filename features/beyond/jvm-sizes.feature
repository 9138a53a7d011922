Feature: Beyond the guide: each environment file sizes the agent's JVM
  The guide takes the medium files. Whichever is taken, the JVM is started with the heap that it asks for.

  Scenario Outline: midolman-env.sh.<size>
    When root types on controller
      """
      cp /etc/midolman/midolman-env.sh.<size> /etc/midolman/midolman-env.sh
      systemctl restart midolman.service
      """
    Then on controller the JVM of the unit "midolman.service" has the heap that "/etc/midolman/midolman-env.sh.<size>" asks for

    @lab-beyond-heap-1
    Examples:
      | size          |
      | compute.large |

    @lab-beyond-heap-2
    Examples:
      | size           |
      | gateway.medium |

    @lab-beyond-heap-3
    Examples:
      | size          |
      | gateway.large |

    @lab-beyond-heap-4
    Examples:
      | size           |
      | compute.medium |
