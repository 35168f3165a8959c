"""The pages of accounts and devices."""

from referral_api.pages.account.codes import CODE_PAGES
from referral_api.pages.account.devices import DEVICE_PAGES
from referral_api.pages.account.factors import FACTOR_PAGES
from referral_api.pages.account.invitations import INVITATION_PAGES
from referral_api.pages.account.mine import MINE_PAGES
from referral_api.pages.account.passkeys import PASSKEY_PAGES

ACCOUNT_PAGES = (
    *MINE_PAGES, *DEVICE_PAGES, *CODE_PAGES, *FACTOR_PAGES, *INVITATION_PAGES, *PASSKEY_PAGES,
)  # fmt: skip
