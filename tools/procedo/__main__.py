"""`python -m procedo` is `procedo`."""

import sys

from procedo.cli import main

if __name__ == "__main__":
    sys.exit(main())
