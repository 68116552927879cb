#!/bin/sh
# Runs once, in the empty volume of compose's PostgreSQL.
set -eu
psql -U postgres -v owner_password="$OWNER_PASSWORD" -v app_password="$APP_PASSWORD" -f /roles.sql
