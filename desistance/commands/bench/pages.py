"""The person page, my day and the people list in a real server at four connections, beside a bare page in the same run."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.test import Client

from desistance.commands.bench import mixed
from desistance.commands.bench.queries import Reader, spending
from desistance.foundation.register import HOUSE

CONNECTIONS, REQUESTS, WORKERS = 4, 60, 2
MOST_STATEMENTS = 20  # and one for each card that a room puts on the page
MY_DAY, PEOPLE = "/home/", "/people/?whose=team"
BARE, BACKEND = "/help/", "allauth.account.auth_backends.AuthenticationBackend"
Say = Callable[[str], None]


def measure(reader: Reader, say: Say) -> bool:
    """Print statements, CPU and time of the worker's pages and a bare page, and a mixed minute; True when a target is missed."""
    client = Client()
    client.force_login(reader.post.staff, backend=BACKEND)
    path = f"/people/{reader.page().rows[0].reference}/"
    client.get(path)
    with spending() as spent:
        status = client.get(path).status_code
    most = MOST_STATEMENTS + len(HOUSE.cards)
    say(f"{'person page: statements':<62} {spent.statements} (target at most {most}), status {status}")
    for name, page in (("my day", MY_DAY), ("people list", PEOPLE)):
        client.get(page)
        with spending() as listed:
            answer = client.get(page).status_code
        say(f"{name + ': statements':<62} {listed.statements}, status {answer}")
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    with serving() as (port, pids):
        asked = (("bare page", BARE), ("person page", path), ("my day", MY_DAY), ("people list", PEOPLE))
        for name, page in (*asked, ("bare page again", BARE)):
            load(port, page, cookie, 10)
            cpu, times = cpu_of(pids), load(port, page, cookie, REQUESTS)
            spent_cpu = (cpu_of(pids) - cpu) * 1000 / len(times)
            times.sort()
            p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
            failed = REQUESTS * CONNECTIONS - len(times)
            words = f"p50 {p50:6.1f} ms  p95 {p95:6.1f} ms  CPU {spent_cpu:5.1f} ms a page  failed {failed}"
            say(f"{name + f', {CONNECTIONS} connections':<62} n {len(times):>4}  {words}")
        is_slow = mixed.measure(reader, port, cookie, say)
    return is_slow or spent.statements > most


@contextmanager
def serving() -> Iterator[tuple[int, list[int]]]:
    """The service as it is really run, on a free port; yields the port and the processes that answer."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    words = ["serve", f"--port={port}", f"--workers={WORKERS}"]
    server = subprocess.Popen([sys.executable, "-m", "desistance", *words], env=os.environ)
    try:
        _wait(port)
        while len(children := _children(server.pid)) < WORKERS:  # the first answers before the last is there
            time.sleep(0.1)
        yield port, children
    finally:
        server.terminate()
        server.wait(timeout=20)


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            if _get(http.client.HTTPConnection("127.0.0.1", port, timeout=5), "/health/ready", "") == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the server did not become ready")


def _get(connection: http.client.HTTPConnection, path: str, cookie: str) -> int:
    connection.request("GET", path, headers={"Cookie": cookie, "Host": settings.ALLOWED_HOSTS[0]})
    response = connection.getresponse()
    response.read()
    return response.status


def load(port: int, path: str, cookie: str, requests: int) -> list[float]:
    """Milliseconds of each good answer, from four connections at once."""

    def one_connection(_: int) -> list[float]:
        connection, times = http.client.HTTPConnection("127.0.0.1", port, timeout=30), []
        for _ in range(requests):
            began = time.perf_counter()
            if _get(connection, path, cookie) == 200:
                times.append((time.perf_counter() - began) * 1000)
        return times

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return [taken for times in pool.map(one_connection, range(CONNECTIONS)) for taken in times]


def cpu_of(pids: list[int]) -> float:
    """Seconds of CPU that processes have used, themselves and in the kernel."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
