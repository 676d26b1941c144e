def test_that_fails() -> None:
    raise AssertionError("on purpose")
