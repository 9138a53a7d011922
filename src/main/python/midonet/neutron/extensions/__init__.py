"""Extensions of Neutron's API."""
