"""What groups learn from each other, as this member keeps it: strategies, the library, resources, the weekly theme."""
