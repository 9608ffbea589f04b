"""What Zotero's RDF and JSON share: its types of items. Source: Zotero's schema."""

from __future__ import annotations

ITEM_TYPES = {
    "blogPost": "webpage",
    "book": "book",
    "bookSection": "chapter",
    "conferencePaper": "conference-paper",
    "dataset": "dataset",
    "dictionaryEntry": "chapter",
    "encyclopediaArticle": "chapter",
    "forumPost": "webpage",
    "journalArticle": "article",
    "magazineArticle": "article",
    "newspaperArticle": "article",
    "preprint": "preprint",
    "presentation": "conference-paper",
    "report": "report",
    "thesis": "thesis",
    "webpage": "webpage",
    # 'other': artwork audioRecording bill case computerProgram document email film hearing instantMessage interview
    # letter manuscript map patent podcast radioBroadcast standard statute tvBroadcast videoRecording
}
