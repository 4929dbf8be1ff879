"""Files that are read and rebuilt, in a sandbox: corpus of bad ones, canaries, redaction."""
