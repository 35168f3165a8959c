#!/bin/sh
# Make the roles and the database, once, when the volume of PostgreSQL is empty.
set -eu
psql -v ON_ERROR_STOP=1 --username postgres --file /run/bootstrap.sql
psql -v ON_ERROR_STOP=1 --username postgres --quiet <<SQL
ALTER ROLE referral_app PASSWORD '$(cat /run/secrets/app-password)';
ALTER ROLE referral_owner PASSWORD '$(cat /run/secrets/owner-password)';
SQL
