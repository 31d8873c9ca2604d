"""The controls that the kinds of step need."""
