// Words marked in the text of the § are put in the field of what is to be withheld. Without it they are pasted there.
(() => {
  const text = document.querySelector("[data-maskera]");
  const field = document.getElementById("id_text");
  if (!text || !field) return;

  function take() {
    const marked = document.getSelection();
    if (!marked || marked.isCollapsed || !marked.rangeCount) return;
    const range = marked.getRangeAt(0);
    if (!text.contains(range.commonAncestorContainer)) return;
    const words = marked.toString().trim();
    if (!words) return;
    field.value = words;
    const passage = document.querySelector("input[name='slag'][value='stycke']");
    if (passage) passage.checked = true;
  }

  document.addEventListener("selectionchange", take);
  take();
})();
