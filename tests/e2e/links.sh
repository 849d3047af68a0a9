#!/bin/bash
# The life of a mailed link, of a password and of a sign-in: for how long, how
# often, for whom, and what of it stays when somebody leaves or a device is
# revoked. On SQLite and PostgreSQL.
set -u
[ -n "${PGHOST:-}" ] ||
	exec "$(dirname "$0")/../lib/pgtmp.sh" "$0"
# shellcheck source=tests/lib/company.sh
. "$(dirname "$0")/../lib/company.sh"

is() {
	[ "$1" = "$2" ] || {
		echo "got: $1, wanted: $2"
		return 1
	}
}

# mailed EMAIL: the next mail is to them; sets $link.
mailed() {
	mails_sent=$((mails_sent + 1))
	heard "mail $mails_sent $1" || return 1
	link=/verify/$("$here/mail_look.py" "$mails/$mails_sent.eml" token)
}

# page STATUS WORDS [option...] of $link.
page() {
	local status=$1 words=$2
	shift 2
	is "$(curl -sS -o "$box/page" -w '%{http_code}' "$@" "$url$link")" \
		"$status" && [[ $(<"$box/page") == *"$words"* ]] || {
		cat "$box/page"
		return 1
	}
}

# set_password WORDS STATUS PATTERN
set_password() {
	page "$2" "$3" --data-urlencode "password=$1" \
		--data-urlencode "again=$1"
}

shows() {
	has "$2" as robin connectctl employee show "$1" --json
}

# until_shows NUMBER JQ: it comes to be so.
until_shows() {
	local until=$((SECONDS + 60))
	while [ "$SECONDS" -lt "$until" ]; do
		shows "$@" >"$box/shown" && return
	done
	cat "$box/shown"
	return 1
}

# token_of USERNAME: what the service says to a sign-in without a device.
token_of() {
	jq -n --arg username "$1" --arg password "${2:-$password}" \
		'{grant_type: "password", company_id: "acmeroofing",
			$username, $password}' |
		curl -sS --json @- "$url/v1/token"
}

me() {
	curl -sS -o "$box/me" -w '%{http_code}' \
		-H "Authorization: Bearer $1" "$url/v1/me"
}

setup() {
	as robin connectctl location add --number 2601 'Elm St Tower' &&
		as robin connectctl cost-code add 03-100 Concrete &&
		as robin connect-clock sync
}

# --- links

newest() {
	local first
	employ 0104 Dana Whitfield --role Employee --username dana \
		--email dana@acme.example && mailed dana@acme.example ||
		return 1
	first=$link
	page 200 'for="password"' &&
		gives 0 'a new link is on its way to dana@acme.example' \
			as robin connectctl employee resend 0104 &&
		mailed dana@acme.example && page 200 'for="password"' ||
		return 1
	(link=$first && page 410 'newer link was sent')
}

# serve_at MS: by a clock that stands there.
serve_at() {
	# shellcheck disable=SC2016  # the loader's
	LD_PRELOAD='/usr/$LIB/faketime/libfaketime.so.1' \
		FAKETIME_DONT_FAKE_MONOTONIC=1 \
		FAKETIME=$(date -d "@$1" '+%Y-%m-%d %H:%M:%S') \
		serve "$database"
}

# 72 hours from the sending, and the service away in between.
for_72_hours() {
	local sent
	until_shows 0104 '.clock.mail.state == "sent"' || return 1
	sent=$(date -d "$(as robin connectctl employee show 0104 --json |
		jq -r .clock.mail.sent)" +%s) || return 1
	stop_service
	serve_at $((sent + 72 * 3600 - 1)) && page 200 'for="password"' ||
		return 1
	stop_service
	serve_at $((sent + 72 * 3600 + 1)) && page 410 'has expired' || return 1
	stop_service
	serve "$database" && page 200 'for="password"'
}

the_rule() {
	local easy
	set_password 'short1A!' 422 'at least 12 characters' &&
		! grep -q 'short1A' "$box/page" || return 1
	for easy in password1234 acmeroofing16 dana-whitfield; do
		set_password "$easy" 422 'too easy to guess' || return 1
	done
	page 200 'for="password"'
}

# Of many at once one sets it, and signs in.
once() {
	local i set signed=0
	rm -f "$box"/once.*
	for i in $(seq 64); do
		curl -sS -o /dev/null -w '%{http_code}\n' \
			--data-urlencode "password=horse battery number $i" \
			--data-urlencode "again=horse battery number $i" \
			"$url$link" >"$box/once.$i" &
		once_pids[i]=$!
	done
	wait "${once_pids[@]}"
	is "$(cat "$box"/once.* | sort | uniq -c | xargs)" "1 303 63 410" ||
		return 1
	set=$(grep -l 303 "$box"/once.*)
	for i in $(seq 64); do
		[[ $(token_of dana "horse battery number $i") == *access_token* ]] &&
			signed=$((signed + 1)) && is "$i" "${set##*.}"
	done
	is "$signed" 1 && shows 0104 '.clock.signin == "verified"' &&
		page 410 'was used' &&
		gives 65 '*is verified already. Have the person ask for a new password.' \
			as robin connectctl employee resend 0104
}

# --- passwords

forget() {
	curl -sS -o "$box/forgot" -w '%{http_code}\n' --json \
		"{\"company_id\":\"acmeroofing\",\"username\":\"$1\"}" \
		"$url/v1/password/forgot"
}

# Until a new one is set the old one is good; then every session is over, and what is kept
# arrives all the same.
changed() {
	local old=$password access
	joins 0107 Zoë Lindqvist zoe --role Employee &&
		as zoe connect-clock sync || return 1
	forget zoe >"$box/asked" && mailed zoe@acme.example || return 1
	access=$(token_of zoe "$old" | jq -r .access_token)
	is "$(me "$access")" 200 || return 1
	stop_service
	gives 0 '*kept on this machine' \
		as zoe connect-clock go -l elm -c 03-100 || return 1
	serve "$database" && set_password 'another good horse' 303 '' &&
		is "$(me "$access")" 401 &&
		[[ $(token_of zoe "$old") == *sign-in-failed* ]] || return 1
	gives 77 '*' as zoe connect-clock sync &&
		gives 0 '*Nothing is kept and nothing was set aside*' \
			as zoe connect-clock queue &&
		is "$(ledger_ids "$database" | wc -l)" 1 &&
		has 'length == 0' as robin connectctl quarantine list --json
}

# Asked too often: some mails, then none, then no more questions.
forgotten() {
	local sent
	stop_service
	start_service "$database" --cheap-passwords \
		--smtp "smtp://localhost:$sink_port" --smtp-plain \
		--mail-from connect@acme.example --public-url "$public/" ||
		return 1
	for _ in $(seq 20); do forget zoe; done >"$box/asked"
	is "$(uniq -c "$box/asked" | xargs)" "10 200 10 429" || return 1
	stop_service
	serve "$database" &&
		employ 0106 José Núñez --role Employee --username jose \
			--email jose@acme.example || return 1
	for sent in 1 2 3 4; do
		mails_sent=$((mails_sent + 1))
		heard "mail $mails_sent (zoe|jose)@acme.example" || return 1
		[[ $sink_line == *jose* ]] && break
		link=/verify/$("$here/mail_look.py" "$mails/$mails_sent.eml" \
			token)
	done
	[[ $sink_line == *jose* && $sent -gt 1 ]]
}

# --- addresses

moved() {
	local one
	(export HOME=$box/$kind-zoe && password='another good horse' &&
		sign_in zoe) || return 1
	as robin connectctl employee edit 0107 --email new@acme.example ||
		return 1
	for _ in 1 2; do
		mails_sent=$((mails_sent + 1))
		heard "mail $mails_sent .*" || return 1
		one=$mails/$mails_sent.eml
		case $("$here/mail_look.py" "$one" to) in
		new@acme.example)
			link=/verify/$("$here/mail_look.py" "$one" token)
			;;
		*)
			is "$("$here/mail_look.py" "$one" to)" \
				zoe@acme.example &&
				! "$here/mail_look.py" "$one" | grep /verify/ ||
				return 1
			;;
		esac
	done
	page 200 'for="password"' &&
		shows 0107 '.email == "new@acme.example" and
			.clock.signin == "verified" and
			.clock.address == "pending" and .clock.can_clock' &&
		gives 0 $'*\n  address *pending\n*' \
			as robin connectctl employee show 0107 &&
		[[ $(token_of zoe 'another good horse') == *access_token* ]] &&
		set_password 'another good horse' 303 '' &&
		shows 0107 '.clock.address == "verified"'
}

# --- the end

left() {
	local session access refresh
	session=$(token_of zoe 'another good horse')
	access=$(jq -r .access_token <<<"$session")
	refresh=$(jq -r .refresh_token <<<"$session")
	is "$(me "$access")" 200 || return 1
	stop_service
	gives 0 '*kept on this machine' as zoe connect-clock stop || return 1
	serve "$database" &&
		as robin connectctl employee deactivate 0107 || return 1
	is "$(me "$access")" 401 || return 1
	[[ $(jq -n --arg refresh_token "$refresh" \
		'{grant_type: "refresh_token", $refresh_token}' |
		curl -sS --json @- "$url/v1/token") == *401* ]] || return 1
	is "$(token_of zoe 'another good horse')" \
		"$(token_of zoe 'not her password')" || return 1
	gives 77 '*' as zoe connect-clock sync
	has 'length == 1 and .[0].causes == ["left"] and
		.[0].employee == "0107 Zoë Lindqvist"' \
		as robin connectctl quarantine list --json &&
		as robin connectctl employee activate 0107 &&
		shows 0107 '.username == "zoe" and .active' &&
		is "$(me "$access")" 401 &&
		[[ $(token_of zoe 'another good horse') == *access_token* ]]
}

revoked() {
	local device
	new_home "$kind-zoe-2"
	(password='another good horse' && sign_in zoe) || return 1
	as zoe-2 connect-clock sync
	as zoe-2 connect-clock go -l elm -c 03-100 || return 1
	as robin connectctl device list --json >"$box/devices" || return 1
	jq -e 'map(select(any(.people[]; .employee == "0107 Zoë Lindqvist"))) |
		length > 0 and all(.name and .last_seen and .version)' \
		"$box/devices" || {
		cat "$box/devices"
		return 1
	}
	device=$(jq -r 'map(select(any(.people[];
		.employee == "0107 Zoë Lindqvist"))) |
		max_by(.last_seen).id' "$box/devices")
	stop_service
	as zoe-2 connect-clock stop -m 'by the north ladder' || return 1
	serve "$database" &&
		as robin connectctl device revoke "$device" --yes || return 1
	gives 77 '*revoked*' as zoe-2 connect-clock sync &&
		gives 0 '*north ladder*' as zoe-2 connect-clock queue export
}

of_database() {
	database=$1
	kind=$2
	port=
	mails_sent=0
	need "$kind: a mail server" start_sink "$kind.mails"
	need "$kind: a company is made" make_company "$database"
	need "$kind: the service starts" serve "$database"
	new_home "$kind-robin"
	need "$kind: the administrator signs in" sign_in robin
	need "$kind: a place and work" setup
	check "$kind: the newest link alone is good" newest
	case $BUILD in
	*san-thread*) ;; # does not bear that clock
	*) check "$kind: for 72 hours from its sending" for_72_hours ;;
	esac
	check "$kind: what is easy to guess is no password" the_rule
	check "$kind: a link is good once" once
	check "$kind: a new password ends sessions, and takes no punch" changed
	check "$kind: forgotten, and asked for too often" forgotten
	check "$kind: another address" moved
	check "$kind: who left is nobody at once, and loses no punch" left
	check "$kind: a device that was revoked" revoked
	stop_service
	stop_sink
	sink_port=
}

need "the tree installs" install_tree
of_database "$box/links.db" sqlite
of_database "postgresql:///$PGDATABASE?host=$PGHOST&user=$PGUSER" postgresql
end_of_tests
