"""Taking a table of people in, or only saying what is wrong with it; giving the empty one out."""

import asyncio
from typing import Literal

from referral_api.audit.log import record
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.imports import operations
from referral_api.domain.casework.imports.schemas import ImportCheck, ImportRead
from referral_api.permissions import ImportPermission
from referral_api.reports.case_sheet.checking import check_table
from referral_api.reports.case_sheet.template import Language, csv_template, workbook_template
from referral_api.security.vault import Vault

Form = Literal["csv", "xlsx"]


async def check_sheet(transaction: Transaction, media_type: str, content: bytes) -> ImportCheck:
    """Check a table beside the other requests, and keep nothing of it."""
    table = await asyncio.to_thread(check_table, transaction.actor, content, media_type)
    return await operations.check_import(transaction, table)


async def begin_by_sheet(
    transaction: Transaction, vault: Vault, media_type: str, content: bytes, digest: bytes, *,
    again: bool,
) -> ImportRead:  # fmt: skip
    """Check a table beside the other requests, and take its good rows in."""
    table = await asyncio.to_thread(check_table, transaction.actor, content, media_type)
    return await operations.begin_import(transaction, vault, table, digest, again=again)


async def read_template(transaction: Transaction, form: Form, language: Language) -> bytes:
    """Return the empty table."""
    await record(transaction, ImportPermission.READ_TEMPLATE, "import")
    make = csv_template if form == "csv" else workbook_template
    return await asyncio.to_thread(make, language)
