"""The reviewer's own desk: what they decide of a hand-off, and the folder of those they were sent."""
