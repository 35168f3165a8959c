#!/bin/sh
# Build the image without a daemon and without an image registry, as root on Debian:
#   apt-get install buildah mmdebstrap; sh deploy/image/build.sh /srv/images
# The base is made of Debian's packages; only Debian's archive and Python's packages are fetched.
# SUITE names another release of Debian, BUILD_OPTIONS more options for `buildah build`.
set -eu
folder=${1:?name the folder for the image}
here=$(cd "$(dirname "$0")" && pwd)
suite=${SUITE:-bookworm}
base=localhost/referral-api-base:$suite
mkdir -p "$folder"

mmdebstrap --variant=minbase --include=ca-certificates,python3,python3-venv \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' "$suite" "$folder/base.tar"
container=$(buildah from scratch)
buildah add --quiet "$container" "$folder/base.tar" /
buildah commit --quiet --rm "$container" "$base"
rm "$folder/base.tar"

# In OCI format buildah leaves HEALTHCHECK out, with a warning; the next step writes it.
# shellcheck disable=SC2086
buildah build --isolation chroot --format oci --build-arg BASE="$base" ${BUILD_OPTIONS:-} \
    --tag localhost/referral-api "$here/../.."
rm -rf "$folder/referral-api"
buildah push --quiet localhost/referral-api "oci:$folder/referral-api:latest"
python3 "$here/keep_healthcheck.py" "$folder/referral-api" "$here/../../Dockerfile"
