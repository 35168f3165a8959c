# The service as an image: the locked packages, the migrations, no secrets.
ARG BASE=python:3.13-slim

FROM ${BASE} AS build
WORKDIR /build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python3 -m venv /opt/referral-api
ENV PATH=/opt/referral-api/bin:$PATH
# With LOCK=requirements.lock the image is 280 MB smaller and typesets no reports.
ARG LOCK=requirements-reports.lock
COPY requirements.lock requirements-reports.lock ./
RUN python -m pip install --quiet --require-hashes -r ${LOCK}
COPY pyproject.toml README.md LICENSE ./
COPY alembic alembic
COPY src src
# What only installs is not part of the image.
RUN python -m pip install --quiet --no-build-isolation --no-deps . \
    && python -m pip uninstall --quiet --yes \
        editables hatchling pathspec pluggy setuptools tomlkit trove-classifiers pip

FROM ${BASE}
# PostgreSQL's initdb wants an account with a name, not only a number.
RUN useradd --system --user-group --uid 10001 --home-dir /data --shell /usr/sbin/nologin referral \
    && install -d -o referral -g referral -m 0700 /data
COPY --from=build /opt/referral-api /opt/referral-api
ENV PATH=/opt/referral-api/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    REFERRAL_DATA_DIR=/data \
    HOST=0.0.0.0 \
    PORT=8000
USER referral
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/health/live\", timeout=2)"]
ENTRYPOINT ["referral-api"]
CMD ["serve"]
