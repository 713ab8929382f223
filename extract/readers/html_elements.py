"""What browsers do with each HTML element, as far as it matters to what is printed."""

from __future__ import annotations

# Their content is not printed, or not as text of the page.
DROPPED = {
    *("script", "style", "noscript", "template", "iframe", "noframes"),
    *("textarea", "datalist", "svg", "math", "rt", "rp", "rtc"),
}

# They begin and end a line.
BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "br", "center", "details", "dialog"),
    *("dir", "div", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "head"),
    *("header", "hr", "html", "legend", "listing", "main", "menu", "nav", "p", "plaintext"),
    *("search", "section", "summary", "xmp"),
    *("dd", "dl", "dt", "li", "ol", "ul", "optgroup", "option", "select"),
}
HEADINGS = {f"h{level}": level for level in range(1, 7)}

# They change nothing but how letters look.
INLINE = ("span", "font", "strong", "b", "i", "em", "u", "big", "small", "o:p")
# They have no end.
VOID = {
    *("area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img"),
    *("input", "keygen", "link", "meta", "param", "source", "track", "wbr"),
}

ROW_GROUPS = ("thead", "tbody", "tfoot")
CELLS = ("td", "th")

# Figures inside these do not mean what the same figures mean outside: the mark keeps
# them from running together with what stands beside them.
MARKS = {
    "sup": ("^", ""),
    "sub": ("_", ""),
    "s": ("~", "~"),
    "strike": ("~", "~"),
    "del": ("~", "~"),
}

# Types of input whose value is printed.
TYPED = frozenset(("", "text", "number"))
META_NAMES = ("name", "property", "itemprop")

# Ends of comments and conditional comments that pages leave behind as text.
LEAKED = frozenset(("-->", "<!--", "<!-->", "<!---->", "//-->", "]]>", "//]]>", "<![endif]-->"))

# Elements that point to other files, by the attribute that names the file.
LINKS = {"a": "href", "iframe": "src", "embed": "src", "object": "data"}
# Ends of the names of files that may hold a report.
DOCUMENTS = (
    *(".doc", ".docx", ".wps", ".wpt", ".rtf", ".pdf", ".ofd", ".odt"),
    *(".xls", ".xlsx", ".et", ".csv", ".ppt", ".pptx", ".zip", ".rar", ".7z"),
)
