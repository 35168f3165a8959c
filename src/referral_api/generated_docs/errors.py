"""The page of errors: every code that a problem or an error of the input can have."""

from referral_api.errors.catalogue import errors_by_code
from referral_api.generated_docs.markdown import table
from referral_api.http.i18n import translate
from referral_api.http.validation_errors import INPUT_CODES


def write() -> str:
    """Write every code that a problem can carry."""
    rows = [
        (refusal.status, f"`{code}`", refusal.title, translate(refusal.title, "fr"))
        for code, refusal in errors_by_code().items()
    ]
    introduction = (
        "Problems follow RFC 9457. `code` is stable; the title comes in the language of\n"
        "`Accept-Language`. The input is never repeated.\n"
    )
    head = ("Status", "Code", "English", "Français")
    inputs = [
        (f"`{code}`", message, translate(message, "fr"))
        for code, message in sorted(INPUT_CODES.items())
    ]
    about = (
        "\n## Errors of the input\n\n"
        "`malformed-input` lists `errors`, each with a `pointer`, a code and a `message`.\n"
        "`allowed` lists the values (or the parameters) that are allowed there, if they are few;\n"
        "`codelist` names the list under `/v1/codelists` that holds them.\n"
    )
    return "\n".join(
        ("# Errors\n", introduction, table(head, rows), about, table(head[1:], inputs))
    )
