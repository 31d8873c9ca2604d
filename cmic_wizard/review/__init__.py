"""The reviewer's own desk: what he decides of a hand-off, and the folder of those he was sent."""
