"""How hard a page is to read: the grade of Flesch and Kincaid (1975) over its sentences, tables and charts left out.

Grade 7 to 9 is what somebody of 12 to 14 reads (J10-7). Syllables are counted as runs of vowels, a silent e less.
"""

import re

SENTENCE = re.compile(r"<(?:p|li)\b[^>]*>(.*?)</(?:p|li)>", re.DOTALL)
LEFT_OUT = re.compile(r"<(svg|table|footer|header|details|nav)\b.*?</\1>", re.DOTALL)


def sentences(page: str) -> list[str]:
    """What a page says in whole sentences: paragraphs and items that end as sentences do."""
    body = LEFT_OUT.sub(" ", page)
    texts = (" ".join(re.sub(r"<[^>]+>", " ", found).split()) for found in SENTENCE.findall(body))
    return [one for text in texts for one in re.split(r"(?<=[.?!])\s+", text) if re.search(r"\w.*[.?!]$", one)]


def syllables(word: str) -> int:
    """How many syllables a word has, about."""
    runs = len(re.findall(r"[aeiouy]+", word.lower()))
    return max(1, runs - (word.lower().endswith("e") and not word.lower().endswith("le") and runs > 1))


def grade(page: str) -> float:
    """The school grade of its text: .39 words a sentence + 11.8 syllables a word - 15.59."""
    told = sentences(page)
    words = [word for one in told for word in re.findall(r"[A-Za-z']+", one)]
    return 0.39 * len(words) / len(told) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
