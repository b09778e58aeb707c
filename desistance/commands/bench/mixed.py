"""A busy region: thirty requests a second of many people's pages, every fifth a draft that is kept, at a steady pace.

A request is timed from the moment at which it was to be sent, so that waiting behind others counts.
"""

import http.client
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

from django.conf import settings

from desistance.commands.bench.queries import Reader

RATE, SECONDS, EVERY_WRITE, SENDERS = 30, 60, 5, 24
PEOPLE_VISITED = 100
MOST_P95_MS, MOST_P99_MS = 500.0, 1_500.0
TOKEN = "b" * 32
Say = Callable[[str], None]
Request = tuple[str, str, str]


def measure(reader: Reader, port: int, cookie: str, say: Say) -> bool:
    """Print the times of a minute; True when a target of the assurance goal L1 is missed."""
    sent = list(itertools.islice(_requests(reader), RATE * SECONDS))
    here = threading.local()
    headers = {"Cookie": f"{cookie}; {settings.CSRF_COOKIE_NAME}={TOKEN}", "Host": settings.ALLOWED_HOSTS[0]}
    began = time.perf_counter() + 0.5

    def send(place: int) -> tuple[float, bool]:
        due = began + place / RATE
        time.sleep(max(0.0, due - time.perf_counter()))
        if not hasattr(here, "connection"):
            here.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        good = _answered(here.connection, sent[place], headers)
        return time.perf_counter() - due, good

    with ThreadPoolExecutor(SENDERS) as pool:
        found = list(pool.map(send, range(len(sent))))
    times = sorted(took * 1000 for took, good in found if good)
    failed = len(found) - len(times)
    p50, p95, p99 = (times[min(len(times) - 1, int(len(times) * share))] for share in (0.5, 0.95, 0.99))
    missed = failed > 0 or p95 > MOST_P95_MS or p99 > MOST_P99_MS
    words = f"p50 {p50:6.1f} ms  p95 {p95:6.1f} ms  p99 {p99:6.1f} ms  failed {failed}{'  MISSED' if missed else ''}"
    say(f"{f'mixed, {RATE} a second for {SECONDS} s, 1 of {EVERY_WRITE} writes':<62} n {len(times):>4}  {words}")
    return missed


def _requests(reader: Reader) -> Iterator[Request]:
    """What is sent: the method, the address and the body."""
    people: list[str] = []
    after = ""
    while len(people) < PEOPLE_VISITED:
        page = reader.page(after)
        people += [row.reference for row in page.rows]
        if not page.older:
            break
        after = page.older
    pages = itertools.cycle(
        ("/home/", "{person}", "{person}timeline/", "/people/?whose=" + reader.whose, "{person}contacts/")
    )
    for place, reference in enumerate(itertools.cycle(people), start=1):
        person = f"/people/{reference}/"
        if place % EVERY_WRITE == 0:
            told = {
                "draft-form": "bench",
                "draft-subject": reference,
                "draft-path": person,
                "draft-reference": reference,
            }
            yield "POST", "/drafts/", urlencode({**told, "notes": f"Typed so far, {place}"})
        else:
            yield "GET", next(pages).format(person=person), ""


def _answered(connection: http.client.HTTPConnection, request: Request, headers: dict[str, str]) -> bool:
    method, path, body = request
    more = {"Accept": "application/json", "X-CSRFToken": TOKEN, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request(method, path, body or None, {**headers, **(more if body else {})})
    response = connection.getresponse()
    response.read()
    return response.status == 200
