"""`python -m service.cli` is the kaiban command."""

import sys

from service.cli import main

sys.exit(main())
