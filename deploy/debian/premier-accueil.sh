#!/bin/sh
# Runs the program as the service runs it: its user, its settings, a copy of its secrets.
# For root: premier-accueil rights list, premier-accueil purge --dry-run, …
set -eu

program=/usr/lib/premier-accueil/premier-accueil
settings=/etc/premier-accueil
user=premier-accueil

if [ "$(id -u)" -ne 0 ]; then
	exec "$program" "$@"
fi

set -a
. "$settings/premier-accueil.env"
set +a

CREDENTIALS_DIRECTORY=$(mktemp -d /run/premier-accueil.XXXXXX)
export CREDENTIALS_DIRECTORY
trap 'rm -rf "$CREDENTIALS_DIRECTORY"' EXIT
for secret in mail mailbox-password; do
	if [ -e "$settings/$secret" ]; then
		install -m 0400 -o "$user" -g "$user" "$settings/$secret" "$CREDENTIALS_DIRECTORY/$secret"
	fi
done
chown "$user:$user" "$CREDENTIALS_DIRECTORY"
chmod 0500 "$CREDENTIALS_DIRECTORY"

umask 0077
setpriv --reuid="$user" --regid="$user" --init-groups "$program" "$@" &
child=$!
trap 'kill -TERM "$child" 2>/dev/null || true' TERM INT HUP
code=0
wait "$child" || code=$?
# A signal ends the first wait, not the program: it finishes what is under way.
while kill -0 "$child" 2>/dev/null; do
	code=0
	wait "$child" || code=$?
done
exit "$code"
