"""Camera frames in, codes out. Start at `scanner.Scanner`; `spec.open_scanner` wires one."""
