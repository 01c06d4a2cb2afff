"""What is what on a paper, for programs that read it aloud or take it apart: a tagged PDF's structure tree.

reportlab has no tags. A PDF wants them in two places: marks around the text on its pages, and a tree of elements
that names the marks; the tree's objects are plain enough to be written here.
"""

from typing import Any

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFObject

ARTIFACT = "/Artifact BMC"
"""Begins what only decorates a page: rules, grounds, running heads and feet."""
END = "EMC"


class _Written(PDFObject):  # type: ignore[misc]  # reportlab has no types
    """An object that is written already."""

    def __init__(self, text: str) -> None:
        self._data = text.encode("ascii")

    def format(self, _document: object) -> bytes:
        return self._data


class Tags:
    """The elements of a document in reading order; each knows its marks (page and number) and its parts."""

    def __init__(self, canvas: Any) -> None:
        self._document = canvas._doc
        self._kinds, self._parents = ["Document"], [0]
        self._parts: list[list[int | tuple[int, int]]] = [[]]
        self._marks: list[list[int]] = [[]]
        self._more: dict[int, str] = {}

    def element(self, kind: str, parent: int = 0) -> int:
        """A new element (H1, P, Table …) at the end of its parent."""
        number = len(self._kinds)
        self._kinds.append(kind)
        self._parents.append(parent)
        self._parts.append([])
        self._parts[parent].append(number)
        return number

    def figure(self, parent: int, said: str, box: tuple[float, float, float, float]) -> int:
        """A picture on the page at hand: what is said instead of it, and where it stands."""
        number = self.element("Figure", parent)
        place = " ".join(f"{each:.2f}" for each in box)
        text = ("\ufeff" + said).encode("utf-16-be").hex().upper()
        self._more[number] = f"/Alt <{text}>/A <</O/Layout/Placement/Block/BBox [{place}]>>"
        return number

    def mark(self, element: int) -> str:
        """What begins the element's text, or more of it, on the page at hand."""
        marks = self._marks[-1]
        self._parts[element].append((len(self._marks) - 1, len(marks)))
        marks.append(element)
        return f"/{self._kinds[element]} <</MCID {len(marks) - 1}>> BDC"

    def end_page(self) -> None:
        """A page was finished: reading it begins with its marks."""
        page = self._document.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = len(self._marks) - 1, PDFName("S")
        self._marks.append([])

    def write(self) -> None:
        """Put the tree into the document, when all its pages are there."""
        document = self._document
        pages = [document.Reference(page) for page in document.Pages.pages]
        self._pages = [document.idToObjectNumberAndVersion[page.name][0] for page in pages]
        first = document.objectcounter + 1
        # Elements refer to one another by numbers that follow from their places.
        self._first, root = first, first + len(self._kinds)
        for number in range(len(self._kinds)):
            document.Reference(_Written(self._element(number, root)))
        by_page = " ".join(
            f"{page} [{' '.join(f'{first + element} 0 R' for element in marks)}]"
            for page, marks in enumerate(self._marks[:-1])
        )
        tree = _Written(f"<</Type/StructTreeRoot/K {first} 0 R/ParentTree <</Nums [{by_page}]>>>>")
        document.Reference(tree)
        document.Catalog.StructTreeRoot = tree
        document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})

    def _element(self, number: int, root: int) -> str:
        parent = root if number == 0 else self._first + self._parents[number]
        parts = self._parts[number]
        pages = {part[0] for part in parts if isinstance(part, tuple)}
        start = f"<</S/{self._kinds[number]}/P {parent} 0 R{self._more.get(number, '')}"
        if len(pages) == 1:
            start += f"/Pg {self._pages[pages.pop()]} 0 R"
            texts = [str(part[1]) if isinstance(part, tuple) else f"{self._first + part} 0 R" for part in parts]
        else:
            texts = [self._part(part) for part in parts]
        if not texts:
            return f"{start}>>"
        return f"{start}/K {texts[0]}>>" if len(texts) == 1 else f"{start}/K [{' '.join(texts)}]>>"

    def _part(self, part: int | tuple[int, int]) -> str:
        if isinstance(part, int):
            return f"{self._first + part} 0 R"
        return f"<</Type/MCR/Pg {self._pages[part[0]]} 0 R/MCID {part[1]}>>"
