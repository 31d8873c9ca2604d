"""Whether CMiC answers, stage by stage."""
