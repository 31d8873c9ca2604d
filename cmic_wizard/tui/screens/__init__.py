"""The screens: one for each phase, and those around them."""
