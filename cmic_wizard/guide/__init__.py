"""What is asked: the vendor's guide as data."""
