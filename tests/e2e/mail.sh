#!/bin/bash
# Mails to people: what they say, when the mail server is away, refuses, is not
# to be trusted; the page of the link, and the code. On SQLite and PostgreSQL.
set -u
[ -n "${PGHOST:-}" ] ||
	exec "$(dirname "$0")/../lib/pgtmp.sh" "$0"
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"

# shellcheck source=tests/lib/sink.sh
. "$(dirname "$0")/../lib/sink.sh"

is() {
	[ "$1" = "$2" ] || {
		echo "got: $1, wanted: $2"
		return 1
	}
}

# behave [WORDS]: how it treats mails from now on.
behave() {
	echo "$*" >"$box/mails/mode"
}

# --- the service

ask() {
	curl -sS --max-time 30 -H "Authorization: Bearer $token" \
		-H 'Content-Type: application/json' "$@"
}

sign_in() {
	token=$(curl -sS -H 'Content-Type: application/json' \
		-d "{\"grant_type\":\"password\",\"company_id\":\"acme\",
			\"username\":\"robin\",
			\"password\":\"several horses sing\"}" \
		"$url/v1/token" | jq -r .access_token) && [ -n "$token" ] &&
		role=$(ask "$url/v1/roles" | jq -r \
			'.items[] | select(.name == "Employee").id') &&
		[ -n "$role" ]
}

# new_id: sets $person to one, enough for a test.
new_id() {
	ids=$((ids + 1))
	printf -v person '019b0000-0000-7000-8000-%012d' "$ids"
}

# employ GIVEN FAMILY USERNAME EMAIL [MEMBERS]: sets $person.
employ() {
	new_id
	ask -f -o "$box/person.json" -d "{\"id\":\"$person\",
		\"given_name\":\"$1\",\"family_name\":\"$2\",
		\"username\":\"$3\",\"email\":\"$4\",\"role\":\"$role\"
		${5:+,$5}}" "$url/v1/employees"
}

gate() {
	ask "$url/v1/employees/$person/gates" | jq -r "$1"
}

# until_gate JQ PATTERN: it comes to be so.
until_gate() {
	local until=$((SECONDS + 60)) got=
	while [ "$SECONDS" -lt "$until" ]; do
		got=$(gate "$1")
		[[ $got =~ ^$2$ ]] && return
	done
	echo "got: $got, wanted: $2"
	return 1
}

mail() {
	"$here/mail_look.py" "$box/mails/$1.eml" "${2:-text}"
}

# serve DATABASE [option...]: with a mail server of this machine.
serve() {
	local database=$1
	shift
	start_service "$database" --cheap-passwords --no-limits \
		--smtp "smtp://localhost:$sink_port" \
		--mail-from connect@acme.example --public-url "$public/" "$@"
}

secure=(--smtp-ca "$box/cert.pem" --smtp-user connect
	--smtp-password-file "$box/password")

make_company() {
	echo "several horses sing" | connectd init --database "$1" \
		--company acme --name "Acmé Roofing" --zone America/New_York \
		--admin robin --email robin@acme.example --password-stdin \
		--cheap-passwords
}

certificate() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
		-keyout "$box/$1.key" -out "$box/$1.pem" 2>"$box/openssl.log"
}

# --- what is looked at

first_mail() {
	local text words
	employ Dana Whitfield dana dana@acme.example || return 1
	heard "mail 1 dana@acme.example" || return 1
	text=$(mail 1) || return 1
	is "$(mail 1 from)" "connect@acme.example" || return 1
	is "$(mail 1 subject)" "Acmé Roofing: set your password" || return 1
	is "$(mail 1 content-language)" en || return 1
	for words in "Hello Dana Whitfield," "$public/verify/$(mail 1 token)" \
		"Company ID: acme" "Username: dana" \
		"connect-clock activate --server $public --company acme"; do
		[[ $text == *"$words"* ]] || {
			echo "without $words: $text"
			return 1
		}
	done
	[[ $text =~ valid\ until\ [A-Z][a-z]{2}\ [0-9]+\ [A-Z][a-z]{2}\ 20[0-9]{2}\ [0-9:]{5}\ E[SD]T ]] &&
		[[ $(mail 1 code) =~ ^([0-9A-Z]{4}-){2}[0-9A-Z]{4}$ ]]
}

wiped() {
	until_gate .mail.state sent || return 1
	case $database in
	postgresql:*) psql -qAt "$database" -c \
		"SELECT count(*) FROM letter WHERE token <> '' OR code <> ''" ;;
	*) python3 -c '
import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute(
    "SELECT count(*) FROM letter WHERE token <> \"\" OR code <> \"\""
).fetchone()[0])' "$database" ;;
	esac >"$box/left"
	is "$(cat "$box/left")" 0
}

page() {
	curl -sS -o "$box/page" -D "$box/head" -w '%{http_code}' "$@"
}

# header NAME: its value.
header() {
	sed -n "s/^$1: \(.*\)\r$/\1/Ip" "$box/head"
}

looking() {
	link=$url/verify/$(mail 1 token)
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		is "$(page "$link")" 200 || return 1
		is "$(page -I "$link")" 200 || return 1
	done
}

headers() {
	local hash
	is "$(page "$link")" 200 || return 1
	hash=$(python3 -c '
import base64, hashlib, re, sys
style = re.findall("<style>(.*?)</style>", sys.stdin.read(), re.S)
assert len(style) == 1
print(base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode())
' <"$box/page") || return 1
	is "$(header Content-Security-Policy)" "default-src 'none'; style-src 'sha256-$hash'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'" &&
		is "$(header Referrer-Policy)" no-referrer &&
		is "$(header Cache-Control)" no-store &&
		is "$(header X-Content-Type-Options)" nosniff &&
		is "$(header Content-Type)" "text/html; charset=utf-8" &&
		is "$(header Set-Cookie)" "" &&
		! grep -qi '<script' "$box/page" &&
		[ "$(wc -c <"$box/page")" -le 10240 ]
}

setting() {
	is "$(page --data-urlencode 'password=short1A!' \
		--data-urlencode 'again=short1A!' "$link")" 422 || return 1
	grep -q "at least 12 characters" "$box/page" &&
		! grep -q "short1A" "$box/page" || return 1
	is "$(page --data-urlencode 'password=correct horse battery' \
		--data-urlencode 'again=correct horse battery' "$link")" 303 ||
		return 1
	is "$(page "$url/verify/$(header Location)")" 200 || return 1
	grep -q "Your password is set" "$box/page" &&
		grep -q "connect-clock login --server $public --company acme --username dana" \
			"$box/page" || return 1
	is "$(page "$link")" 410 && grep -q "was used" "$box/page" &&
		is "$(gate .signin)" verified
}

logging_in() {
	new_home "dana-$kind"
	echo "correct horse battery" | connect-clock login --server "$url" \
		--company acme --username dana --password-stdin
}

spanish() {
	local text
	employ "José Ángel" Núñez jose jose@acme.example '"language":"es"' ||
		return 1
	heard "mail 2 jose@acme.example" || return 1
	text=$(mail 2) || return 1
	is "$(mail 2 subject)" "Acmé Roofing: elija su contraseña" &&
		[[ $text == *"Hola José Ángel Núñez,"* ]] &&
		[[ $text == *"Usuario: jose"* ]] || return 1
	is "$(page "$url/verify/$(mail 2 token)")" 200 &&
		grep -q '<html lang="es">' "$box/page" &&
		grep -q "Contraseña nueva" "$box/page"
}

# Nobody waits for the next look at what is due: of two mails the quicker one,
# as a machine may be busy.
at_once() {
	local id took quickest=5000
	for id in $(ask "$url/v1/employees?limit=100" | jq -r \
		'.items[] | select(.username == "dana" or
			.username == "jose").id'); do
		took=$(ask "$url/v1/employees/$id/gates" | jq '.mail |
			def ms: sub("\\.(?<f>[0-9]+)Z$"; "Z") | fromdateiso8601;
			(.sent | ms) - (.asked | ms)')
		echo "took $took s"
		[ "$took" -ge "$quickest" ] || quickest=$took
	done
	[ "$quickest" -le 5 ]
}

# The mail server is away, the service is killed: one mail in the end.
away() {
	stop_sink
	employ Away Person away away@acme.example || return 1
	until_gate .why "the mail .* waits \(cannot reach localhost:$sink_port\)" ||
		return 1
	kill -9 "$service_pid"
	wait "$service_pid" 2>/dev/null
	service_pid=
	serve "$database" "${secure[@]}" || return 1
	until_gate .mail.state waiting || return 1
	start_sink mails --cert "$box/cert.pem" --key "$box/cert.key" \
		--user "connect:over the counter" || return 1
	heard "mail 3 away@acme.example" || return 1
	until_gate .mail.state sent && [ ! -e "$box/mails/4.eml" ]
}

greylisted() {
	behave greylist 3 # Away's was one of them
	employ Grey Person grey grey@acme.example || return 1
	heard "greylisted grey@acme.example" &&
		heard "greylisted grey@acme.example" &&
		heard "mail 4 grey@acme.example" &&
		until_gate .mail.state sent
}

refused() {
	behave refuse
	employ No Body nobody nobody@acme.example || return 1
	heard "refused nobody@acme.example" || return 1
	until_gate .signin bounced || return 1
	is "$(gate .why)" \
		"the mail that verifies the e-mail address bounced: 550 no such user"
	behave
	is "$(ask -o /dev/null -w '%{http_code}' -X POST \
		"$url/v1/employees/$person/resend")" 200 &&
		heard "mail 5 nobody@acme.example" &&
		until_gate .signin pending
}

# Whatever people are called, it is no header.
injected() {
	new_id
	is "$(ask -o /dev/null -w '%{http_code}' -d "{\"id\":\"$person\",
		\"given_name\":\"Eve\",\"username\":\"eve\",
		\"email\":\"eve@acme.example\\r\\nBcc: all@acme.example\",
		\"role\":\"$role\"}" "$url/v1/employees")" 422 || return 1
	employ "=?utf-8?q?Bcc=3A?= Eve" "a.b\\\\n.c" eve eve@acme.example ||
		return 1
	heard "mail 6 eve@acme.example" && mail 6 >"$box/text" &&
		grep -q 'Hello =?utf-8?q?Bcc=3A?= Eve' "$box/text"
}

forgotten() {
	local n
	# She is known; nobody is not; the newcomer was never verified.
	new_home "forgetful-$kind"
	for n in dana nobody-at-all grey; do
		connect-clock forgot --server "$url" --company acme \
			--username "$n" >"$box/forgot.$n" 2>&1 || return 1
		cmp "$box/forgot.$n" "$box/forgot.dana" || return 1
	done
	grep -q "a mail is on its way" "$box/forgot.dana" || return 1
	heard "mail 7 dana@acme.example" || return 1
	is "$(mail 7 subject)" "Acmé Roofing: a new password"
}

activate() {
	printf '%s\n%s\n' "$1" "$2" | connect-clock activate --stdin \
		--server "$url" --company acme --username dana \
		>"$box/activated" 2>&1
}

by_code() {
	local code
	code=$(mail 7 code)
	new_home "dana-again-$kind"
	activate "K7QX-92MF-4TDA" "another good horse"
	is $? 77 || return 1
	activate "$code" "whitfield horse"
	is $? 65 || return 1
	activate "$(tr 'A-Z-' 'a-z ' <<<"$code")" "another good horse" ||
		return 1
	grep -q "Dana Whitfield · Acmé Roofing" "$box/activated" &&
		connect-clock whoami || return 1
	activate "$code" "another good horse"
	is $? 77
}

# A server that hangs keeps nobody: neither people nor the end.
hanging() {
	behave hang
	employ Hang Person hang hang@acme.example || return 1
	heard "hanging" || return 1
	is "$(page "$url/healthz")" 200 || return 1
	stop_service
	behave
	tail -n 1 "$box/service.log" | grep -q event=stopped
}

# Nothing is said to a server that is not to be trusted.
untrusted() {
	serve "$database" --smtp-ca "$box/other.pem" --smtp-user connect \
		--smtp-password-file "$box/password" || return 1
	employ Un Trusted untrusted untrusted@acme.example || return 1
	until_gate .why \
		"the mail .* waits \(the certificate of .* is not good\)" ||
		return 1
	stop_service
	stop_sink
	start_sink mails || return 1
	serve "$database" "${secure[@]}" || return 1
	until_gate .why "the mail .* waits \(localhost:$sink_port offers no TLS\)"
}

whole_way() {
	kind=$1 database=$2
	export port=0
	ids=0 sink_port=0
	rm -rf "$box/mails"
	mkdir "$box/mails"
	behave
	check "$kind: a company" make_company "$database"
	check "$kind: a mail server" start_sink mails --cert "$box/cert.pem" \
		--key "$box/cert.key" --user "connect:over the counter"
	check "$kind: the service starts" serve "$database" "${secure[@]}"
	check "$kind: the administrator signs in" sign_in
	check "$kind: a new employee gets a mail" first_mail
	check "$kind: its token stands in the database no more" wiped
	check "$kind: looking at the page takes nothing" looking
	check "$kind: the page's headers" headers
	check "$kind: a password is set" setting
	check "$kind: and signs in" logging_in
	check "$kind: in the language of the person" spanish
	check "$kind: a mail goes out at once" at_once
	check "$kind: the mail server is away, the service killed" away
	check "$kind: greylisted" greylisted
	check "$kind: refused, and sent again" refused
	check "$kind: no name is a header" injected
	check "$kind: forgotten" forgotten
	check "$kind: by a code" by_code
	check "$kind: a mail server that hangs" hanging
	check "$kind: a mail server that is not to be trusted" untrusted
	stop_service
	stop_sink
}

# ends CODE WORDS command...: it does not serve, and says why.
ends() {
	local code=$1 words=$2
	shift 2
	"$@" >"$box/said.out" 2>&1
	is $? "$code" && grep -q -- "$words" "$box/said.out" || {
		cat "$box/said.out"
		return 1
	}
}

options() {
	local serve=(connectd serve --database "$box/none.db")
	local whole=(--smtp smtp://localhost:25 --mail-from c@acme.example
		--public-url "$public")
	ends 64 "goes with --mail-from" "${serve[@]}" \
		--smtp smtp://localhost:25 --mail-from c@acme.example &&
		ends 64 "go with --smtp" "${serve[@]}" --smtp-plain &&
		ends 64 "smtp://HOST:PORT" "${serve[@]}" --mail-from c@acme.example \
			--public-url "$public" --smtp smtp://u:p@localhost &&
		ends 64 "--public-url" "${serve[@]}" --public-url acme.example &&
		ends 64 "--smtp-password-file" "${serve[@]}" "${whole[@]}" \
			--smtp-user connect || return 1
	chmod 644 "$box/password"
	ends 78 "others" "${serve[@]}" "${whole[@]}" --smtp-user connect \
		--smtp-password-file "$box/password"
	local rc=$?
	chmod 600 "$box/password"
	return $rc
}

need "the tree installs" install_tree
need "certificates" certificate cert
need "of two servers" certificate other
(umask 077 && echo "over the counter" >"$box/password")
check "options that make no sense" options
whole_way SQLite "$box/acme.db"
whole_way PostgreSQL "postgresql:///postgres?host=$PGHOST&user=$PGUSER"
end_of_tests
