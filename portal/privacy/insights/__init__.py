"""Statistics of a closed period that cannot be subtracted: what is counted, shown and proved."""
