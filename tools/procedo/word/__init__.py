"""From a Word procedure to a draft: blocks → sections → steps, duties, terms → YAML. No text is lost, none is made up."""

from procedo.word.draft import Imported, import_word

__all__ = ["Imported", "import_word"]
