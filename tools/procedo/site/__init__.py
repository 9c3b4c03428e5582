"""The documentation site: a library as plain Markdown pages, and these as a website that needs no network."""
