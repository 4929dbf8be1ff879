"""Working groups: charters, standings, appointments."""
