"""What groups learn from each other, kept by this member: saved strategies, the library, resources, the week's theme."""
