"""Library -> steps: every check of every requirement that applies, for each stretch of time in which nothing changes."""

from procedo.compile.program import CompiledCheck, CompiledRequirement, Program, compile_library

__all__ = ["CompiledCheck", "CompiledRequirement", "Program", "compile_library"]
