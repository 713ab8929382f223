"""Measurements of gouji: they print ratios of one run and never decide whether it passes."""
