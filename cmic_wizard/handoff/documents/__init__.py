"""The hand-off as people read it: page, Markdown, calendar and e-mail drafts, from one assessment."""
