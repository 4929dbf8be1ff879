"""A group's quarter in figures: computed, looked at by two coordinators, released or refused."""
