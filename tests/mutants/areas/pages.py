"""What may go wrong with pages: a form of others is taken, a page tells or keeps too much."""

from tests.mutants.mutant import Mutant

_FORGERY = "tests/pages/contract/test_forgery.py::"
_SENT = "tests/pages/contract/test_what_is_sent.py::"
_SIGHT = "tests/pages/contract/test_out_of_sight.py::"
_SHOWN = "tests/pages/contract/test_every_page_shown.py::"
_NEED = (
    "tests/pages/contract/test_need_to_know.py::"
    "test_every_page_responds_to_every_role_in_every_relation_as_the_api_does"
)

PAGES = (
    Mutant(
        "a form without the token of the session is taken", "pages/forgery.py",
        "if not hmac.compare_digest(self._open(given)[:16], _digest(kind, bound_to)):", "if False:",
        _FORGERY + "test_a_form_without_the_token_of_its_session_does_nothing",
    ),
    Mutant(
        "a form that was filled from another session is taken", "pages/forgery.py",
        'f"{kind}|{bound_to}"', 'f"{kind}"',
        _FORGERY + "test_a_form_without_the_token_of_its_session_does_nothing",
    ),
    Mutant(
        "whoever knows the id of a session makes its token", "pages/forgery.py",
        'f"{kind}|{bound_to}"', 'f"{bound_to}"',
        _FORGERY + "test_whoever_knows_the_id_of_a_session_makes_no_token_of_it",
    ),
    Mutant(
        "a form of another site is taken", "pages/forgery.py",
        'if site != "same-origin":', "if False:",
        _FORGERY + "test_a_form_of_another_site_does_nothing",
    ),
    Mutant(
        "an old browser sends the form of another site", "pages/forgery.py",
        'if request.headers.get("origin", "").lower() != _origin_of(request):',
        "if False:", _FORGERY + "test_a_form_of_another_site_does_nothing",
    ),
    Mutant(
        "a page is shown to whoever has signed in", "pages/visit.py",
        "if not self.session.actor.may(operation.permission):\n            raise Forbidden", "pass",
        _NEED,
        _SENT + "test_every_answer_has_the_headers_of_a_page",
    ),
    Mutant(
        "a form that is sent twice does the act twice", "pages/acts/forms.py",
        "if sent is not None:", "if False:",
        _SENT + "test_a_form_that_is_sent_twice_is_done_once_and_leads_to_the_same_page",
    ),
    Mutant(
        "a form without a key acts as often as it is sent", "pages/acts/forms.py",
        "if not key:", "if False:", _SENT + "test_a_form_without_a_key_does_nothing",
    ),
    Mutant(
        "a page is kept by the browser", "pages/headers.py",
        '"Cache-Control": "no-store"', '"Cache-Control": "private"',
        _SENT + "test_the_policy_lets_in_nothing_from_outside_and_nothing_inline",
    ),
    Mutant(
        "Back shows the page of the person before", "pages/headers.py",
        "set_cookie(response, TURN, secrets.token_urlsafe(6))", 'set_cookie(response, TURN, "1")',
        _SENT + "test_two_pages_have_two_turns",
    ),
    Mutant(
        "a refused form leaves no event", "pages/visit.py",
        "await record_apart(self.request, refusal)\n", "pass\n",
        _SENT + "test_a_form_without_a_key_does_nothing",
    ),
    Mutant(
        "a page that is out of sight differs from one that does not exist",
        "pages/templates/frame/refusal.html",
        "{% if refusal.status >= 500 %}", "{% if true %}",
        _SIGHT + "test_what_is_out_of_sight_is_the_same_page_as_what_does_not_exist",
    ),
    Mutant(
        "a page that a browser fetches ahead counts as read", "pages/gate.py",
        'if "prefetch" in purpose:', "if False:",
        _SENT + "test_a_page_that_nobody_asked_for_is_not_sent",
    ),
    Mutant(
        "a page shows codes to people", "pages/rendering.py",
        'found: str = getattr(code, language, "")', "return str(code)",
        _SHOWN + "test_a_page_has_no_code_and_no_word_of_the_other_language",
    ),
)  # fmt: skip
