"""Lists of audits on their way into the workspace, and the own audits on their way out."""
