"""Linking made-up people end to end, in Python and at the terminal; and real labelled records where they are at hand."""

import csv
import json
import os
from pathlib import Path

import polars as pl
import pytest

from evidence import cli, linkage
from evidence.linkage import Config, Links, Thresholds
from evidence.linkage.decisions import read_decisions
from evidence.linkage.sample import made_up, pnc
from evidence.trouble import Trouble

AT = Thresholds(2, 0)
HISTORICAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "linkage" / "historical_half.parquet"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("people")
    made_up(made, 150)
    return made


@pytest.fixture(scope="module")
def labels(folder: Path) -> dict[str, str]:
    with (folder / "labels.csv").open() as lines:
        return {row["id"]: row["person"] for row in csv.DictReader(lines)}


@pytest.fixture(scope="module")
def links(folder: Path) -> Links:
    return linkage.link(folder / "records.csv", None, Config(thresholds=AT))


def test_made_up_people_are_found_again(links: Links, labels: dict[str, str]) -> None:
    found = links.score(labels)[0]
    assert found.f1.value > 0.9
    assert found.precision.low > 0.85
    assert all(count <= of for _rule, count, of in links.blocking_recall(labels))
    assert links.blocking_recall(labels)[-1][1] / links.blocking_recall(labels)[-1][2] > 0.95


def test_the_same_file_gives_the_same_links(links: Links, folder: Path) -> None:
    again = linkage.link(folder / "records.csv", None, Config(thresholds=AT))
    assert again.clusters() == links.clusters()
    assert again.pairs() == links.pairs()


def test_every_pair_is_explained_by_parts_that_add_up(links: Links) -> None:
    for pair in links.pairs()[::40]:
        told = links.explain(pair.left, pair.right)
        assert told.weight == pytest.approx(pair.weight, abs=1e-5) or pair.weight == -5.0
        assert told.before + sum(one.weight for one in told.said) == pytest.approx(told.weight)
        assert "About people" in told.table()
        assert len(told.said) == len(links.model.comparisons)
    with pytest.raises(Trouble, match="is in no file"):
        links.explain("R000001", "nobody")


def test_a_threshold_chosen_on_one_half_of_the_people_is_tested_on_the_other(
    links: Links, labels: dict[str, str]
) -> None:
    chosen, tested = links.choose(labels)
    from evidence.linkage.linking import parted

    training, rest = parted(labels, 0.5)
    assert set(training.values()).isdisjoint(rest.values())
    assert len(training) + len(rest) == len(labels)
    assert tested.people == len(set(rest.values()))
    assert chosen.score(training)[0].f1.value >= links.score(training)[0].f1.value - 1e-9


def test_no_group_has_two_people_by_their_numbers(links: Links, folder: Path) -> None:
    with (folder / "records.csv").open() as lines:
        numbers = {row["id"]: row["pnc"] for row in csv.DictReader(lines) if row["pnc"]}
    in_cluster: dict[str, set[str]] = {}
    for (_source, record), cluster in links.clusters().items():
        if record in numbers:
            in_cluster.setdefault(cluster, set()).add(numbers[record])
    assert all(len(found) == 1 for found in in_cluster.values())


def test_a_national_number_draws_records_together_and_a_slip_in_it_holds_nobody_back(
    links: Links, folder: Path, labels: dict[str, str], tmp_path: Path
) -> None:
    people = {person: number for number, person in enumerate(sorted(set(labels.values())))}
    with (folder / "records.csv").open() as lines:
        rows = list(csv.DictReader(lines))
    for place, row in enumerate(rows):
        number = f"943 476 {people[labels[row['id']]]:04}"
        row["nhs_number"] = number.replace("476", "475") if place % 25 == 0 else number
    with (tmp_path / "records.csv").open("w", newline="") as lines:
        written = csv.DictWriter(lines, rows[0])
        written.writeheader()
        written.writerows(rows)
    numbered = linkage.link(tmp_path / "records.csv", None, Config(thresholds=AT))
    assert numbered.score(labels)[0].recall.value > max(0.97, links.score(labels)[0].recall.value)
    told = {part.words for pair in numbered.pairs()[::20] for part in numbered.explain(pair.left, pair.right).said}
    assert "the same national number" in told
    slips = {row["id"] for row in rows[::25]}
    assert any(pair.band == "join" for pair in numbered.pairs() if slips & {pair.left[1], pair.right[1]})


def test_two_files_are_linked_between_and_decisions_are_remembered(folder: Path, tmp_path: Path) -> None:
    rows = pl.read_csv(folder / "records.csv", infer_schema=False)
    rows[::2].write_csv(tmp_path / "a.csv")
    rows[1::2].write_parquet(tmp_path / "b.parquet")
    config = Config(thresholds=AT, within=False)
    found = linkage.link(tmp_path / "a.csv", tmp_path / "b.parquet", config)
    joined = [pair for pair in found.pairs() if pair.band == "join"]
    assert {(pair.left[0], pair.right[0]) for pair in found.pairs()} == {(0, 1)}
    first, review = joined[0], ("a", found.keys[0][1], found.keys[-1][1])
    decided = tmp_path / "decisions.csv"
    decided.write_text(
        "left_source,left_id,right_source,right_id,decision,decided_on\n"
        f"a,{first.left[1]},b,{first.right[1]},same,2026-01-01\n"
        f"b,{first.right[1]},a,{first.left[1]},apart,2026-02-01\n"
        f"a,{review[1]},b,{review[2]},same,\n"
    )
    said = read_decisions(decided)
    assert (len(said.same), len(said.apart)) == (1, 1)
    again = linkage.link(
        tmp_path / "a.csv", tmp_path / "b.parquet", Config(thresholds=AT, within=False, decisions=decided)
    )
    clusters = again.clusters()
    assert clusters[first.left] != clusters[first.right]
    assert clusters[found.keys[0]] == clusters[found.keys[-1]]
    assert (first.left, first.right) not in [(pair.left, pair.right) for pair in again.pairs()]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("1,,same", "row 2: right_id is blank"),
        ("1,2,maybe", "column decision \\(maybe\\): write same or apart"),
    ],
)
def test_a_decision_that_cannot_be_read_is_refused(tmp_path: Path, row: str, words: str) -> None:
    path = tmp_path / "d.csv"
    path.write_text(f"left_id,right_id,decision\n{row}\n")
    with pytest.raises(Trouble, match=words):
        read_decisions(path)


def test_too_few_records_and_one_file_without_within_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "few.csv"
    path.write_text("id,forename,surname\n1,a,b\n")
    with pytest.raises(Trouble, match="1 records are too few"):
        linkage.link(path)
    with pytest.raises(Trouble, match="leaves nothing to link"):
        linkage.link(path, None, Config(within=False))


def test_a_made_up_number_has_its_check_letter() -> None:
    assert (pnc(2019, 123), pnc(2004, 712), pnc(1999, 123456)) == ("2019/0000123X", "2004/0000712J", "1999/0123456X")


def test_the_terminal_links_scores_and_explains(
    folder: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    config = tmp_path / "c.toml"
    config.write_text("[thresholds]\njoin = 2\nreview = 0\n")
    words = ["link", str(folder / "records.csv"), "--config", str(config)]
    assert cli.main([*words, "--format", "parquet", "--labels", str(folder / "labels.csv"), "--choose"]) == 0
    said = capsysbinary.readouterr()
    (tmp_path / "pairs.parquet").write_bytes(said.out)
    assert b"brought up by any of them" in said.err
    assert b"the best for half of the people" in said.err
    pairs = pl.read_parquet(tmp_path / "pairs.parquet")
    assert {"left_id", "right_id", "weight", "band", "left_cluster", "right_cluster"} <= set(pairs.columns)
    assert (
        cli.main(
            [
                "link-score",
                str(tmp_path / "pairs.parquet"),
                str(folder / "labels.csv"),
                "--format",
                "json",
                "--rate",
                "0.3",
            ]
        )
        == 0
    )
    told = json.loads(capsysbinary.readouterr().out)
    assert told["scores"][0]["f1"]["value"] > 0.9
    assert told["bounds"]["low"] < 0.3 < told["bounds"]["high"]


def test_what_cannot_be_asked_together_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["link", str(folder / "records.csv"), "--choose"]) == 1
    assert cli.main(["link-score", str(folder / "records.csv"), str(folder / "labels.csv")]) == 1
    said = capsys.readouterr().err
    assert "--choose needs --labels" in said
    assert "no column gives the cluster" in said


@pytest.mark.full
@pytest.mark.skipif(
    not HISTORICAL.exists() and not os.environ.get("DESISTANCE_LABELLED"), reason="the labelled records are not at hand"
)
def test_historical_people_are_found_far_better_than_by_the_documented_settings() -> None:
    from evidence.bench.linking import FIELDS

    path = Path(os.environ.get("DESISTANCE_LABELLED", HISTORICAL))
    frame = pl.read_parquet(path, columns=["unique_id", "cluster"])
    labels = dict(frame.iter_rows())
    found = linkage.link(path, None, Config(fields=FIELDS, id_column="unique_id", thresholds=Thresholds(0, 0)))
    _chosen, tested = found.choose(labels)
    assert tested.f1.value > 0.841 + 0.05


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("3,Ann", "row 4: has fewer values than the 4 headings"),
        ("3,Ann,Bell,1990-01-01,x", "row 4: has more values than the 4 headings"),
        ('3,"Ann,Bell,1990-01-01', "row 4: a quotation mark is not closed"),
    ],
)
def test_a_broken_line_of_records_is_named(tmp_path: Path, line: str, why: str) -> None:
    rows = [f"{number},Ann,Bell,1990-01-0{number}" for number in range(1, 9)]
    rows[2] = line
    (tmp_path / "a.csv").write_text("\n".join(["id,forename,surname,date_of_birth", *rows]) + "\n")
    with pytest.raises(Trouble, match=why):
        linkage.link(tmp_path / "a.csv")
