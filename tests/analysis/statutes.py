"""Long laws made up here, of many near-identical articles, and amendments whose places are known."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

WHO = ("The licensee", "An operator", "Each provider", "The importer", "A virtual operator")
WHAT = (
    "shall keep a record of every foreign module for {n} days",
    "may serve a visiting card for no more than {n} days in a row",
    "shall report the number of connected meters by {d}",
    "pays a fee of {n} units for each identifier that it registers",
    "shall answer a question of the authority within {n} hours",
    "stores copies of subscriber data on servers inside the country until {d}",
    "must block a handset that nobody registered before {d}",
    "shall name a contact person who can be reached at any hour",
    "is exempt where fewer than {n} devices are concerned",
)
WHERE = (
    "in the capital",
    "at the border",
    "in rural districts",
    "on ships",
    "in vehicles",
    "at ports",
)
REPEATED = (
    "The authority publishes its decision within ten days.",
    "An appeal has no suspensive effect.",
    "Further details are laid down by ordinance.",
)
MONTHS = ("January", "March", "April", "June", "August", "October", "December")
NEW_WORDS = ("amber", "copper", "walnut", "harbour", "lantern", "meadow", "granite", "willow", "saffron",
             "cobalt", "juniper", "marble", "thistle", "orchid", "pebble", "velvet")  # fmt: skip


@dataclass(frozen=True)
class Sentence:
    """A sentence; ``id`` stays through every amendment, 0 is a heading."""

    id: int
    text: str


@dataclass
class Article:
    """A heading ``Article N`` with its title, and numbered paragraphs of sentences."""

    number: int
    title: Sentence
    paragraphs: list[list[Sentence]]


@dataclass
class Amended:
    """An amended law: sentence ids by what happened to them; ``moved`` holds articles' ids each."""

    articles: list[Article]
    changed: dict[int, str] = field(default_factory=dict)
    """Sentence → ``number``, ``date`` or ``word``."""
    added: set[int] = field(default_factory=set)
    removed: set[int] = field(default_factory=set)
    moved: list[set[int]] = field(default_factory=list)
    done: int = 0


class Statutes:
    """Makes laws and amends them; the same seed makes the same law."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._last = 0

    def sentence(self, text: str) -> Sentence:
        """A sentence with an id of its own."""
        self._last += 1
        return Sentence(self._last, text)

    def law(self, articles: int) -> list[Article]:
        """A law; about 900 signs per article."""
        return [self._article(number) for number in range(1, articles + 1)]

    def _article(self, number: int) -> Article:
        title = self.sentence(f"Duties {self.random.choice(WHERE)}, part {number}")
        paragraphs = [
            [self._rule() for _ in range(self.random.randint(1, 4))]
            + [self.sentence(self.random.choice(REPEATED))] * (self.random.random() < 0.4)
            for _ in range(self.random.randint(2, 4))
        ]
        return Article(number, title, paragraphs)

    def _rule(self) -> Sentence:
        day = f"{self.random.randint(1, 28)} {self.random.choice(MONTHS)} 20{self.random.randint(26, 39)}"
        what = self.random.choice(WHAT).format(n=self.random.randint(2, 400), d=day)
        return self.sentence(f"{self.random.choice(WHO)} {what} {self.random.choice(WHERE)}.")

    def amend(self, law: list[Article], count: int) -> Amended:
        """Amend ``count`` places of different articles."""
        amended = Amended([replace(a, paragraphs=[list(p) for p in a.paragraphs]) for a in law])
        acts: list[Callable[[Amended, Article], None]] = [
            self._change, self._change, self._change, self._insert, self._delete,
            self._insert_article, self._delete_article, self._move,
        ]  # fmt: skip
        # Every other article at most, so that each amendment has something unchanged around it.
        for number in self.random.sample(range(0, len(law) - 1, 2), count):
            article = next(a for a in amended.articles if a.number == number + 1)
            self.random.choice(acts)(amended, article)
            amended.done += 1
        return amended

    def _change(self, amended: Amended, article: Article) -> None:
        paragraph, at = self._place(article)
        sentence = paragraph[at]
        words = sentence.text.split()
        dates = [k for k, word in enumerate(words) if word in MONTHS]
        numbers = [
            k
            for k, w in enumerate(words)
            if w.isdigit() and k - 1 not in dates and k + 1 not in dates
        ]
        if dates:
            words[dates[0]] = self._other(MONTHS, words[dates[0]])
            kind = "date"
        elif numbers and self.random.random() < 0.7:
            words[numbers[0]] = str(int(words[numbers[0]]) + self.random.randint(1, 90))
            kind = "number"
        else:
            words[2] = self.random.choice(NEW_WORDS)
            kind = "word"
        paragraph[at] = Sentence(sentence.id, " ".join(words))
        amended.changed[sentence.id] = kind

    def _other(self, words: tuple[str, ...], word: str) -> str:
        return self.random.choice([other for other in words if other != word])

    def _place(self, article: Article) -> tuple[list[Sentence], int]:
        paragraph = self.random.choice(article.paragraphs)
        rules = [at for at, sentence in enumerate(paragraph) if sentence.text not in REPEATED]
        return paragraph, self.random.choice(rules)

    def _new_words(self) -> Sentence:
        return self.sentence(" ".join(["New", *self.random.sample(NEW_WORDS, 9)]) + ".")

    def _insert(self, amended: Amended, article: Article) -> None:
        paragraph, at = self._place(article)
        paragraph.insert(at, self._new_words())
        amended.added.add(paragraph[at].id)

    def _delete(self, amended: Amended, article: Article) -> None:
        paragraph = max(article.paragraphs, key=len)
        if len(paragraph) < 2:
            self._change(amended, article)
            return
        amended.removed.add(paragraph.pop(0).id)

    def _insert_article(self, amended: Amended, article: Article) -> None:
        made = Article(
            article.number, self._new_words(), [[self._new_words()], [self._new_words()]]
        )
        amended.articles.insert(amended.articles.index(article), made)
        amended.added |= ids(made)

    def _delete_article(self, amended: Amended, article: Article) -> None:
        amended.articles.remove(article)
        amended.removed |= ids(article)

    def _move(self, amended: Amended, article: Article) -> None:
        before = amended.articles.index(article)
        amended.articles.remove(article)
        free = [at for at in range(len(amended.articles)) if abs(at - before) > 6]
        amended.articles.insert(self.random.choice(free), article)
        amended.moved.append(ids(article))


def ids(article: Article) -> set[int]:
    """Every sentence of an article, its title too."""
    return {article.title.id} | {s.id for paragraph in article.paragraphs for s in paragraph}


def renumbered(articles: list[Article], first: int = 1) -> list[Article]:
    """The same articles, counted anew."""
    return [replace(article, number=first + at) for at, article in enumerate(articles)]


def render(articles: list[Article]) -> tuple[str, dict[int, tuple[int, int]]]:
    """The text, and where each sentence stands in it."""
    parts: list[str] = []
    places: dict[int, tuple[int, int]] = {}
    at = 0

    def put(text: str) -> None:
        nonlocal at
        parts.append(text)
        at += len(text)

    for article in articles:
        put(f"Article {article.number}\n")
        places[article.title.id] = (at, at + len(article.title.text))
        put(article.title.text)
        for number, paragraph in enumerate(article.paragraphs, 1):
            put(f"\n({number}) ")
            for sentence in paragraph:
                places[sentence.id] = (at, at + len(sentence.text))
                put(sentence.text + " ")
        put("\n\n")
    return "".join(parts), places
