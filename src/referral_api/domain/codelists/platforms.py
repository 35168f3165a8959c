"""The platforms and applications by which people are recruited and exploited."""

from referral_api.domain.codelists.code import Code


class Platform(Code):
    """A platform or application. No account is named."""

    FACEBOOK = "facebook", "Facebook", "Facebook"
    INSTAGRAM = "instagram", "Instagram", "Instagram"
    WHATSAPP = "whatsapp", "WhatsApp", "WhatsApp"
    TELEGRAM = "telegram", "Telegram", "Telegram"
    FACEBOOK_MESSENGER = "facebook_messenger", "Facebook Messenger", "Facebook Messenger"
    VIBER = "viber", "Viber", "Viber"
    SNAPCHAT = "snapchat", "Snapchat", "Snapchat"
    LINE = "line", "Line", "Line"
    FOUR_SALE = "four_sale", "4Sale", "4Sale"
    WECHAT = "wechat", "WeChat", "WeChat"
    QQ = "qq", "QQ", "QQ"
    QZONE = "qzone", "QZone", "QZone"
    TIKTOK = "tiktok", "TikTok", "TikTok"
    TWITTER = "twitter", "Twitter", "Twitter"
    JOB_SITE = "job_site", "Site d'annonces", "Job or classified site"
    OTHER = "other", "Autre", "Other"
    UNKNOWN = "unknown", "Inconnu", "Unknown"
    NOT_ASKED = "not_asked", "Non demandé", "Not asked"
