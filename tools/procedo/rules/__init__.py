"""Rule kinds: one module each, found by name. A kind is its fields, its reasons, and one pure function.

A module offers
  `Fields`     pydantic model of what the check may say (CheckFields and its own parameters)
  `REASONS`    the closed vocabulary of reason codes, the gravest first
  `judgement`  (Fields, Build) -> Judged: adds named steps, the last of which has one row per record looked at
and its docstring is the kind's page. Modules that begin with `_` are shared parts, not kinds.
"""
