"""What may be kept by whoever asks: what is the same for everybody and changes with a release."""

from fastapi import Response


def allow_caching(response: Response) -> None:
    """Allow caching of the response for an hour: it changes only with a release."""
    response.headers["Cache-Control"] = "public, max-age=3600"
