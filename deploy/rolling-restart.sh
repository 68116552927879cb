#!/bin/sh
# Restarts the web processes one after the other: the proxy asks the other one meanwhile, and no request is lost.
# Workers and clocks next; a task that is cut off is one sweep over state, which the next one makes good.
set -eu
for unit in 1 2; do
    systemctl restart "frontdesk-web@$unit"
    tries=0
    until curl -fsS -o /dev/null -H 'X-Forwarded-Proto: https' "http://127.0.0.1:800$unit/readyz"; do
        tries=$((tries + 1))
        [ "$tries" -lt 60 ] || { echo "frontdesk-web@$unit does not become ready; the other one goes on serving." >&2; exit 1; }
        sleep 1
    done
done
systemctl restart 'frontdesk-worker@*' 'frontdesk-beat@*'
