#!/bin/bash
# connectd behind the nginx that is shipped for it: who asks is known by their
# own address, whatever they say; bodies arrive, what is too large or too often
# is said by connectd, and a press gets through.
set -u
# shellcheck source=tests/lib/e2e.sh
. "$(dirname "$0")/../lib/e2e.sh"
nginx_pid=

PATH=$PATH:/usr/sbin:$(realpath -m "$BUILD")/debian/usr/sbin
command -v nginx >/dev/null || {
	echo "1..1"
	echo "ok 1 - nginx # SKIP there is none"
	exit 0
}

finish_all() {
	[ -z "$nginx_pid" ] || kill "$nginx_pid"
	wait
	finish
}
trap finish_all EXIT

certificate() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
		-keyout "$box/tls.key" -out "$box/tls.pem"
}

free_port() {
	python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

# The shipped configuration, but for names, places and ports.
start_nginx() {
	front=$(free_port)
	sed -e "s|127.0.0.1:8080|127.0.0.1:$port|" \
		-e "s|listen 443 ssl|listen 127.0.0.1:$front ssl|" \
		-e "s|/etc/ssl/connect.example.com.pem|$box/tls.pem|" \
		-e "s|/etc/ssl/private/connect.example.com.key|$box/tls.key|" \
		"$box/root/usr/share/doc/connect-clock/nginx.conf" \
		>"$box/site.conf"
	cat >"$box/nginx.conf" <<-END
		daemon off;
		$([ "$(id -u)" != 0 ] || echo "user root;")
		pid $box/nginx.pid;
		error_log $box/nginx.log;
		events {}
		http {
			access_log off;
			client_body_temp_path $box/n1;
			proxy_temp_path $box/n2;
			fastcgi_temp_path $box/n3;
			uwsgi_temp_path $box/n4;
			scgi_temp_path $box/n5;
			include $box/site.conf;
		}
	END
	# shellcheck disable=SC2094 # both append to it
	nginx -e "$box/nginx.log" -c "$box/nginx.conf" -p "$box" \
		>>"$box/nginx.log" 2>&1 &
	nginx_pid=$!
	front=https://localhost:$front
	curl -sS --cacert "$box/tls.pem" --retry 20 --retry-connrefused \
		--retry-delay 1 -o /dev/null "$front/healthz" || {
		cat "$box/nginx.log"
		return 1
	}
}

# answers STATUS CURL-WORDS...: and the body is in $box/answer.
answers() {
	local wanted=$1 status
	shift
	status=$(curl -sS --cacert "$box/tls.pem" -o "$box/answer" \
		-D "$box/head" -w '%{http_code}' "$@")
	[ "$status" = "$wanted" ] || {
		echo "answered $status, wanted $wanted"
		cat "$box/answer"
		return 1
	}
}

press() {
	[ "$(connect-clock "$@" --json | jq -r .result)" = sent ]
}

# wrong STATUS: a wrong password, of somebody who says that they are elsewhere.
wrong() {
	answers "$1" -H "X-Forwarded-For: 203.0.113.9" -d "$(printf '%s' \
		'grant_type=password&company_id=acme&username=dana' \
		'&password=not-the-one-that-it-is')" "$front/v1/token"
}

told_address() {
	wrong 400
	grep sign-in-failed "$box/service.log" | tail -n 1 >"$box/told"
	cat "$box/told"
	grep -q 'address="127.0.0.1"' "$box/told"
}

# Until it is too often: said by connectd, and when to come back.
too_often() {
	local n
	for n in $(seq 1 50); do
		! wrong 429 || break
	done
	[ "$n" -lt 50 ] && grep -qi "^retry-after: [0-9]" "$box/head" &&
		jq -e '.status == 429' "$box/answer"
}

# Its database is somewhere else.
out_of_order() {
	mv "$box/connect.db" "$box/away.db"
	answers 503 "$front/readyz" &&
		grep -qi "^retry-after: [0-9]" "$box/head" &&
		jq -e '.status == 503' "$box/answer"
	local code=$?
	mv "$box/away.db" "$box/connect.db"
	return $code
}

large() {
	head -c "$1" /dev/zero | tr '\0' ' ' >"$box/body"
	answers "$2" -H "Content-Type: application/json" \
		--data-binary "@$box/body" "$front/v1/password/forgot"
}

need "install" install_tree
need "sample data" sample "$box/connect.db" --cheap-passwords
need "a certificate" certificate
need "the service starts" start_service "$box/connect.db" --cheap-passwords \
	--behind-proxy --metrics
need "nginx starts" start_nginx
check "the service is ready" answers 200 "$front/readyz"
check "no figures through it" answers 404 "$front/metrics"
check "nor when somebody says that they are here" answers 404 \
	-H "X-Forwarded-For: 127.0.0.1" "$front//metrics"
check "figures on the machine itself" answers 200 "$url/metrics"
check "who asks is whom nginx sees" told_address
check "a body of just 1 MiB is read" large 1048576 400
check "more is too large" large 1048577 413
check "in the words of connectd" jq -e '.status == 413' "$box/answer"
new_home one
printf '[service]\nca_file = %s\n' "$box/tls.pem" \
	>>"$HOME/.config/connect-clock/config.ini"
url=$front
check "sign in" login dana
check "a press" press go -l elm -c 03-100
check "and another" press stop
check "what is out of order connectd says itself" out_of_order
check "what is too often, too" too_often
stop_service
check "without connectd nobody is told that it is done" \
	answers 502 "$front/readyz"
check "and a press is kept" connect-clock go -l elm -c 03-100
end_of_tests
