"""What nlink costs beside what else there is; ``python -m benchmarks`` prints a table, scripts/benchmark sets up."""
