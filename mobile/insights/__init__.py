"""What the journal shows when one looks back: worked out on this device, for its owner alone."""
