"""The review: what waits for a person, question by question.

`question` is what is asked, `asked` and `conflicts` say which are open and in which order, `said` what people have said
by now, `shown` what a question shows, `answers` what a key means; `session` goes through them and writes each answer
down. The terminal is the command line's.
"""
