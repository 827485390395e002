"""Table recognition measured beside other programs: adapters, scores, speed and memory.

Other programs are needed for the benchmark only; one that is not installed is reported as not run.
"""
