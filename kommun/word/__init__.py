"""Word files (.docx): real styles, headings, lists and tables; the same content gives the same bytes."""

from kommun.word.package import Margins, Properties, word_file
from kommun.word.richtext import Lists, rich_text

__all__ = ["Lists", "Margins", "Properties", "rich_text", "word_file"]
