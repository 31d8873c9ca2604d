"""Rules of the answers, one family a file: each says what a text means or why it can't be."""
