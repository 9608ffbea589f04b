"""bibcorpus: a literature-review and bibliography-curation pipeline. The command line is `bibcorpus`."""

__version__ = "0.1.0"
