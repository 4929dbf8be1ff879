"""What may leave: detectors, the gate and the seals. Pure: no Flask, no database, no clock."""
