"""Measures the service against the limit of its own database. Run by ``make bench``."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
WORKERS = 2
POOL_SIZE = 8  # connections of one worker
