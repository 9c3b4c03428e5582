"""The expression language: text -> tree -> typed SQL nodes over normalised records (LANGUAGE.md section 2)."""
