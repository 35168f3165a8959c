"""Faults in what is told: to whom, when, and how often."""

from tests.mutants.mutant import Mutant

_NOTICES = "tests/api/events/test_notices.py::"
_WEBHOOKS = "tests/api/events/test_webhooks.py::"
_MESSAGES = "tests/delivery/test_messages.py::"

TELLING = (
    Mutant(
        "whoever comes second tells it again",
        "domain/events/notices/telling.py",
        "if stage in due and stage not in told]",
        "if stage in due]",
        _NOTICES + "test_each_stage_is_told_once_however_many_tell",
    ),
    Mutant(
        "the coordination of another region is told",
        "domain/network/organisations/coordinations.py",
        "for body, regions in bound.items() if region in regions",
        "for body, regions in bound.items()",
        _NOTICES + "test_each_stage_is_told_once_however_many_tell",
    ),
    Mutant(
        "what nobody told in time is never told",
        "domain/records/records.py",
        '        await tell_passed(transaction, self.subject, found, row.deadline or "")\n',
        "",
        _NOTICES + "test_what_nobody_told_in_time_is_told_with_the_expiry",
    ),
    Mutant(
        "a referral is proposed to whoever has refused it",
        "domain/protection/referrals/again.py",
        "        ~_WAS_ASKED,\n",
        "",
        _NOTICES + "test_a_refusal_proposes_whom_else_the_consent_covers",
    ),
    Mutant(
        "a supervisor's notice is everybody's",
        "domain/events/notices/operations.py",
        "or_(col(Notice.role).is_(None), _HOLDS_THE_ROLE)",
        "or_(col(Notice.role).is_(None), _ME.is_not(None))",
        _NOTICES + "test_a_notice_is_read_by_its_organisation_and_by_no_other",
    ),
    Mutant(
        "a webhook overtakes the one before of its subject",
        "domain/events/webhooks/sending.py",
        "        _IS_WAITING, _IS_DUE, _IS_FIRST,\n",
        "        _IS_WAITING, _IS_DUE,\n",
        _WEBHOOKS + "test_what_is_not_taken_is_tried_again_later_and_holds_its_subject_up",
    ),
    Mutant(
        "two workers send the same webhook",
        "domain/events/webhooks/sending.py",
        '        leased_until=func.now() + bindparam("lease", type_=Interval),\n',
        '        leased_until=func.now() - bindparam("lease", type_=Interval),\n',
        _WEBHOOKS + "test_two_workers_send_an_event_once_and_a_dead_ones_lease_ends",
    ),
    Mutant(
        "an address that is gone is told on",
        "delivery/webhooks.py",
        "        if answer.status == _GONE:",
        "        if False:",
        _WEBHOOKS + "test_an_address_that_is_gone_is_told_nothing_more",
    ),
    Mutant(
        "nobody asks the address for its consent",
        "delivery/verification.py",
        'if answer.is_success and allowed in {"*", origin}:',
        "if answer.is_success:",
        _WEBHOOKS + "test_an_address_that_does_not_consent_is_sent_nothing",
    ),
    Mutant(
        "a webhook reaches an address of IPv4 in the clothes of IPv6",
        "delivery/addresses.py",
        "    judged = inner or address\n",
        "    judged = address\n",
        _WEBHOOKS + "test_no_private_address_is_connected_to",
    ),
    Mutant(
        "any name of a private address is taken",
        "delivery/addresses.py",
        "    return judged.is_global and not judged.is_multicast and not _is_translated(address)",
        "    return True",
        _WEBHOOKS + "test_a_name_that_leads_elsewhere_later_leads_nowhere",
    ),
    Mutant(
        "a message is sent by two workers at once",
        "domain/casework/notice_messages/sending.py",
        '        leased_until=func.now() + bindparam("lease", type_=Interval),\n',
        '        leased_until=func.now() - bindparam("lease", type_=Interval),\n',
        _MESSAGES + "test_two_workers_send_a_message_once",
    ),
    Mutant(
        "mail goes in the clear where the relay offers nothing else",
        "delivery/mail.py",
        'start_tls=settings.smtp_tls == "starttls"',
        "start_tls=None",
        _MESSAGES + "test_mail_goes_encrypted_to_a_certificate_that_is_trusted_and_not_otherwise",
    ),
    Mutant(
        "a telephone rings for what was read long ago",
        "domain/casework/notice_messages/sending.py",
        '    if row["needed"] and leased.address:',
        "    if leased.address:",
        _MESSAGES + "test_who_has_read_the_notice_meanwhile_is_told_nothing",
    ),
    Mutant(
        "a new gateway is flooded with the notices of before",
        "domain/casework/notice_messages/writing.py",
        "            col(Notice.recorded_at) > func.now() - _NEWS,\n",
        "",
        _MESSAGES + "test_without_a_channel_nothing_is_written_and_what_is_old_or_read_is_no_news",
    ),
    Mutant(
        "one telephone of several services is told of all",
        "domain/casework/notice_messages/addresses.py",
        '    .having(func.count(col(Service.duty_telephone).distinct()) == literal_column("1"))\n',
        "",
        _MESSAGES + "test_the_telephone_of_its_services_serves_where_they_share_one",
    ),
    Mutant(
        "a system that is switched off is told on",
        "domain/events/webhooks/following.py",
        " col(Client.active),",
        "",
        _WEBHOOKS + "test_a_system_that_may_not_call_any_more_is_told_nothing_until_it_may",
    ),
    Mutant(
        "events cross the country in the clear",
        "delivery/addresses.py",
        "    if listed_only:\n        return False\n",
        "",
        _WEBHOOKS + "test_plain_http_reaches_listed_networks_and_no_public_address",
    ),
    Mutant(
        "what was sent is kept for ever",
        "maintenance/round.py",
        "        (OLD_DELIVERIES, settings.outgoing_event_retention),\n",
        "",
        _WEBHOOKS + "test_what_was_sent_is_kept_as_long_as_the_outbox_and_what_waits_for_longer",
    ),
    Mutant(
        "after a restore what was not sent never is",
        "database/restoring.py",
        "    connection.execute(_WITH_PLACED + _MOVE_POSITIONS)\n",
        "",
        "tests/cli/test_restored.py::"
        "test_after_a_restore_old_cursors_are_refused_and_a_new_start_skips_nothing",
    ),
    Mutant(
        "the database stops while its worker works",
        "delivery/worker.py",
        "            job.cancel()\n",
        "            pass\n",
        "tests/cli/test_worker_beside.py::"
        "test_the_worker_has_given_up_its_round_and_ended_before_the_database_stops",
    ),
)
