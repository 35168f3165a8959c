"""A failure that is told to an operator: one sentence, and the facts that stand in it."""


class SentenceError(Exception):
    """The sentence is an English message of the catalogue, with a name in braces for each fact.

    As text it is English; the command line says it in the language that was asked for.
    """

    def __init__(self, sentence: str, **facts: object) -> None:
        super().__init__(sentence.format(**facts))
        self.sentence = sentence
        self.facts = facts
