Feature: Walls

  @qsg-2.1-wall-20
  Scenario: Paint
    When nobody knows how to "paint"
    Then "paint" is seen

  @qsg-2.1-wall-2a
  Scenario: Bricks
    When somebody does "bricks"
    Then "bricks" is seen

  @qsg-2.1-wall-1
  Scenario: Foundation
    When somebody does "dig"
    And somebody does "pour"
    Then "a foundation" is seen

  @qsg-2.2-moat-1
  Scenario: Moat
    When somebody does "look for a moat"
    Then there is nothing to look at, says "no moat around the house"
