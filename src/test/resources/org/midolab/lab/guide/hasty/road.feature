Feature: Road

  @qsg-1.0-road-1
  Scenario: Paving
    Then "stones" is seen

  @qsg-1.0-road-2 @traffic
  Scenario: Driving
    Then "a car" is seen at the second look

  @qsg-1.0-road-3
  Scenario: Signs
    Then "a sign" is not seen

  @qsg-1.0-road-4 @traffic
  Scenario: Driving by the signs
    Then "a car that stops" is seen
