"""The report: one self-contained page for a budget officer, and the same as PDF."""
