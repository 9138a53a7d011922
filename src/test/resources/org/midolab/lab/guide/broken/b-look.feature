Feature: Look

  @qsg-1.0-look-f1
  Scenario: The house stands
    Then "a house" is seen

  @lab-storm-1
  Scenario: It stands in a storm
    When somebody does "blow"
    Then "a house" is seen
