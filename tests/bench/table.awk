# table.awk FIGURES TABLE: one line for each row of TABLE, from FIGURES, whose
# lines read "name key=value...". A row whose figure is missing says so.

function shown(value) {
	if (value == "")
		return "-"
	if (value >= 1000)
		return sprintf("%.0f", value)
	return sprintf(value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value)
}

# "name:key" or "name:key/divisor"
function of(what, parts) {
	if (what == "-")
		return ""
	split(what, parts, "/")
	if (!(parts[1] in figure)) {
		missing = missing "  " parts[1]
		return ""
	}
	return parts[2] ? figure[parts[1]] / parts[2] : figure[parts[1]]
}

FNR == NR {
	for (i = 2; i <= NF; i++) {
		split($i, pair, "=")
		figure[$1 ":" pair[1]] = pair[2]
	}
	next
}

FNR == 1 {
	format = "%-38s %9s %9s  %-20s %9s %7s  %s\n"
	printf format, "", "median", "p99", "beside", "its", "ratio", "goal"
}

/^#/ || /^$/ { next }

{
	n = split($0, column, / *[|] */)
	if (n == 1) {
		print "\n" $0
		next
	}
	ours = of(column[2])
	theirs = of(column[5])
	ratio = ours != "" && theirs > 0 ? sprintf("%.2f", ours / theirs) : ""
	printf format, "  " column[1], shown(ours), shown(of(column[3])), \
		column[4], shown(theirs), ratio, column[6]
}

END {
	if (missing != "")
		print "\nnot measured:" missing
}
