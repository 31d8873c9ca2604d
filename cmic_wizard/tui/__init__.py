"""How people see it: the full-screen wizard."""
