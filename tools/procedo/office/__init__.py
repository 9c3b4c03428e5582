"""Controlled documents as workbooks that people edit: which sheets and columns there are, written, read, and compared."""
