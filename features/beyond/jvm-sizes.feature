Feature: Beyond the guide: each environment file sets the heap of the agent's JVM
  The guide uses the medium files. With each file, the JVM starts with the heap size that is listed in the guide.

  Scenario Outline: midolman-env.sh.<size>
    When root types on controller
      """
      cp /etc/midolman/midolman-env.sh.<size> /etc/midolman/midolman-env.sh
      systemctl restart midolman.service
      """
    Then on controller the JVM of the unit "midolman.service" has a heap of "<heap>"

    @lab-beyond-heap-1
    Examples:
      | size           | heap  |
      | compute.large  | 2048M |

    @lab-beyond-heap-2
    Examples:
      | size           | heap  |
      | gateway.medium | 3072M |

    @lab-beyond-heap-3
    Examples:
      | size           | heap  |
      | gateway.large  | 6144M |

    @lab-beyond-heap-4
    Examples:
      | size           | heap  |
      | compute.medium | 1024M |
