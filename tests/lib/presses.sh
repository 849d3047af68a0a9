# shellcheck shell=bash
# Sourced behind e2e.sh, for a service on SQLite: presses of real clients, and
# whether each stands at its moment.

now_ms() {
	date +%s%3N
}

# press WORDS...: one press of this home; notes its ids, and between which
# moments it was made.
press() {
	local before after answer lines
	before=$(now_ms)
	answer=$("${client[@]}" "$@" --json 2>>"$HOME/said") || {
		echo "$HOME: $* failed: $(tail -n 3 "$HOME/said")"
		return 1
	}
	after=$(now_ms)
	# In one piece: others press at the same time.
	lines=$(jq -r --arg moments "$before $after" \
		'if type == "array" then .[] else . end | .id + " " + $moments' \
		<<<"$answer") && printf '%s\n' "$lines" >>"$box/presses"
}
client=(connect-clock)

# all_stand DATABASE [FLAGS]: each press stands once and counts, within a second
# of its moment; with these flags, where some are named ("" is none). One that
# took longer may have been lifted to others that were numbered meanwhile. What
# it claims is its moment, where that lies between the two.
all_stand() {
	python3 - "$box/presses" "$@" <<'PY'
import sqlite3, sys
d = sqlite3.connect(sys.argv[2])
wrong = 0
for line in open(sys.argv[1]):
    id, before, after = line.split()
    first, last = int(before), int(after)
    lifted = 4 if last - first > 1000 else 0
    rows = d.execute(
        "SELECT t.at_ms, t.flags, t.counts, l.wall_ms FROM ledger l"
        " JOIN timeline t ON t.company = l.company AND t.seq = l.seq"
        " WHERE l.id = ?",
        (bytes.fromhex(id.replace("-", "")),)).fetchall()
    if len(rows) == 1 and not lifted & rows[0][1] and (
            first <= rows[0][3] <= last):
        first = last = rows[0][3]
    if len(rows) != 1 or not rows[0][2] or not (
            first - 1000 <= rows[0][0] <= last + 1000) or (
            len(sys.argv) > 3 and
            rows[0][1] & ~lifted != int(sys.argv[3] or 0)):
        print("press", id, before, after, "stands as", rows)
        wrong += 1
sys.exit(wrong > 0)
PY
}
