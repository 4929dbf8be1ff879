"""Answers of civil society to published figures: our field data agree, contradict it, are worse."""
