"""``python -m referral_api.cli`` is ``referral-api``."""

from referral_api.cli import main

if __name__ == "__main__":
    main()
