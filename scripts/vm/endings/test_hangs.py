import signal
import time


def test_that_hangs_and_cannot_be_interrupted() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    while True:
        time.sleep(1)
