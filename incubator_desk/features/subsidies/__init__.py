"""Post-subsidies: programmes of a higher authority that pay the park back part of what it gave."""
