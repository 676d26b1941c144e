"""One file per topic, each with ``async def run(sizes) -> list[Row]``; it has a network namespace to itself."""
