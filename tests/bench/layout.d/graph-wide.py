from dataclasses import dataclass, field


@dataclass
class Page:
    number: int
    links: list = field(default_factory=list)


pages = [Page(number) for number in range(12)]
for page in pages:
    page.links += [pages[page.number * 5 % 12], pages[(page.number * 7 + 3) % 12]]
