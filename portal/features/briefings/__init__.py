"""Released figures beyond their dashboard: files, a briefing on paper, the method, public pages."""
