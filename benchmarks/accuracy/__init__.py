"""How well reports of known figures are read back from the files that programs make of them."""
