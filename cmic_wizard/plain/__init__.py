"""The wizard as a conversation, line by line: for screen readers, braille lines, serial consoles and logs."""
