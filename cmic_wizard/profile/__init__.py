"""What was answered, what it means, and what is outstanding."""
