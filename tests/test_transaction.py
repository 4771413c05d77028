"""Are segments few, and is little written again for that? And what is on the disk when a commit is made?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indexer.build import document
from search.backends.whoosh_index import WhooshIndex, storage, transaction
from search.backends.whoosh_index.transaction import MOST, NIGHT, QUICK, SPARE, chosen_to_merge
from search.postings.format import MAGIC

from .archives import article, fill, found, on_disk


def life(commits: list[int]) -> tuple[int, list[int]]:
    """What commits of so many documents lead to: the most segments there ever were, and how many documents were written
    again in each commit."""
    sizes: list[int] = []
    most, again = 0, []
    for added in commits:
        sizes.append(added)
        again.append(0)
        while chosen := chosen_to_merge(sizes, added):
            together = sum(sizes[at] for at in chosen)
            sizes = [size for at, size in enumerate(sizes) if at not in chosen] + [together]
            again[-1] += together
        most = max(most, len(sizes))
    return most, again


def test_few_segments_are_left_as_they_are() -> None:
    assert chosen_to_merge([], 0) == chosen_to_merge([5] * MOST, 5) == []
    sizes = [1000, 90_000, 4000, 1200, 400_000, 1_000_000, 5_000_000]
    assert sorted(chosen_to_merge(sizes, NIGHT)) == [0, 2, 3]
    assert sorted(chosen_to_merge([each * 10 if each == 4000 else each for each in sizes], NIGHT)) == [0, 3]


def test_who_brings_little_merges_little_while_there_is_room() -> None:
    large = [50_000] * MOST
    assert chosen_to_merge([*large, 100], 100) == []
    assert len(chosen_to_merge([*large, NIGHT], NIGHT)) == MOST + 1
    assert sorted(chosen_to_merge([*large, 100, 100], 100)) == [MOST, MOST + 1]
    assert sorted(chosen_to_merge([*large, 9000, 9000, 9000], 100)) == [MOST, MOST + 1]
    assert chosen_to_merge([50_000] * (MOST + SPARE), 100) == []
    assert len(chosen_to_merge([50_000] * (MOST + SPARE + 1), 100)) == MOST + SPARE + 1


def test_the_nights_after_a_bulk_load_are_quick() -> None:
    most, again = life([*[50_000] * MOST, *[100] * 300])
    assert most <= MOST + SPARE
    assert sum(again[MOST:]) < 10 * 30_000
    assert len([count for count in again[MOST:] if count > QUICK]) <= 1
    assert max(again[MOST:]) < 2 * QUICK


def test_a_bulk_load_in_one_commit_is_one_segment() -> None:
    assert len(chosen_to_merge([10_000] * 50, 500_000)) == 50


def test_a_bulk_load_in_many_commits_is_few_segments() -> None:
    most, again = life([5000] * 200)
    assert most <= MOST
    assert sum(again) < 4 * 1_000_000


def test_ten_years_of_nights_are_few_segments_and_quick() -> None:
    most, again = life([1_000_000, *[100] * 3650])
    assert most <= MOST + SPARE
    assert sum(again) < 8 * 365_000
    assert len([count for count in again if count > 10_000]) < 50
    assert max(again) < 365_000


def test_deleted_documents_make_a_segment_small(tmp_path: Path) -> None:
    backend = on_disk(tmp_path / "index", [article(f"a{n}", body="台风") for n in range(30)])
    for n in range(30):
        fill(backend, [article(f"a{n}", body="停运")])
    assert found(backend, "台风") == []
    assert len(found(backend, "停运")) == 30
    assert len(list((tmp_path / "index").glob("*.postings"))) <= MOST + SPARE
    backend.close()


def test_what_would_be_too_large_for_a_column_is_not_merged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transaction, "MOST_STORED", 10)
    backend = on_disk(tmp_path / "index", *([article(f"a{n}", body="台风")] for n in range(MOST + 3)))
    assert len(found(backend, "台风")) == len(list((tmp_path / "index").glob("*.postings"))) == MOST + 3
    monkeypatch.undo()
    fill(backend, [article("b", body="台风")])
    assert len(list((tmp_path / "index").glob("*.postings"))) <= MOST
    assert len(found(backend, "台风")) == MOST + 4
    backend.close()


def test_everything_is_on_the_disk_before_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backend = on_disk(tmp_path / "index", [article("a", body="台风")])
    synced: list[str] = []
    for module in (transaction, storage):
        monkeypatch.setattr(module, "on_disk", lambda path: synced.append(path.name))
    rename, renamed = os.rename, list[int]()
    monkeypatch.setattr("os.rename", lambda *names: (renamed.append(len(synced)), rename(*names)))
    fill(backend, [article("b", body="停运")])
    named = next(path.name for path in (tmp_path / "index").glob("*.toc"))
    assert len(renamed) == 1
    before, after = synced[: renamed[0]], synced[renamed[0] :]
    assert {name.rsplit(".", 1)[-1] for name in before if name.startswith("MAIN_")} == {"postings", "col"}
    assert any(name.startswith(named) for name in before)
    assert before.index("index") < len(before) - 1  # the directory, before the table of contents
    assert after == ["index"]
    backend.close()


def test_a_reader_sees_a_commit_though_older_tables_of_contents_could_not_be_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = on_disk(tmp_path / "index", [article("first", body="台风")])
    assert found(backend, "台风") == ["first"]
    delete = storage.ArrayStorage.delete_file

    def held(self: storage.ArrayStorage, name: str) -> None:
        if name == "_MAIN_1.toc":
            raise PermissionError(name)
        delete(self, name)

    monkeypatch.setattr(storage.ArrayStorage, "delete_file", held)
    other = WhooshIndex(tmp_path / "index")
    for id in ("second", "third"):
        fill(other, [article(id, body="台风")])
    assert sorted(found(backend, "台风")) == ["first", "second", "third"]
    monkeypatch.undo()
    fill(other, [article("fourth", body="台风")])
    assert len(found(backend, "台风")) == 4
    assert [path.name for path in (tmp_path / "index").glob("*.toc")] == ["_MAIN_4.toc"]
    backend.close()
    other.close()


@pytest.mark.parametrize("late", ["on_disk", "clean_files"])
def test_ctrl_c_after_the_rename_does_not_throw_away_what_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, late: str
) -> None:
    backend = on_disk(tmp_path / "index", [article("old", body="台风")])
    directory = tmp_path / "index"

    def stopped(*args: object) -> None:
        if (directory / "_MAIN_2.toc").exists():
            raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt), backend.writer() as writer:  # noqa: PT012
        patched.setattr(storage if late == "on_disk" else transaction, late, stopped)
        writer.add(document(article("new", body="台风")))
    assert sorted(found(backend, "台风")) == ["new", "old"]
    backend.check()
    backend.close()
    fill(backend, [article("next", body="台风")])
    assert sorted(found(backend, "台风")) == ["new", "next", "old"]
    assert [path.name for path in directory.glob("*.toc")] == ["_MAIN_3.toc"]
    backend.close()


def test_the_files_of_the_commit_before_are_kept_until_the_next_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = on_disk(tmp_path / "index", [article("a", body="台风")])
    before = {path.name for path in (tmp_path / "index").iterdir() if path.name.startswith(("MAIN_", "_MAIN_"))}

    def full(*_: object) -> None:
        assert before <= {path.name for path in (tmp_path / "index").iterdir()}
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("whoosh.index.TOC.write", full)
        with pytest.raises(Exception, match="No space left"):
            fill(backend, [article("a", body="停运")])
    assert {path.name for path in (tmp_path / "index").iterdir() if path.name.startswith(("MAIN_", "_MAIN_"))} == before
    assert found(backend, "台风") == ["a"]
    backend.close()


def test_a_file_of_postings_that_is_cut_short_is_named(tmp_path: Path) -> None:
    on_disk(tmp_path / "index", [article("a", body="台风")]).close()
    (file,) = (tmp_path / "index").glob("*.postings")
    whole = file.read_bytes()
    assert whole.startswith(MAGIC)
    file.write_bytes(whole[:-1])
    with pytest.raises(Exception, match=f"{file.name}: cut short"):
        WhooshIndex(tmp_path / "index")
