# METADATA
# scope: package
# title: Durations
# description: >-
#   Reads a duration as people and standards write it ("P1D", "PT4H", "24h", "15 minutes") as seconds, and says seconds as a
#   person would. A month counts 30 days and a year 365.
package lib.durations

unit_seconds := {
	"s": 1, "sec": 1, "second": 1, "seconds": 1,
	"m": 60, "min": 60, "minute": 60, "minutes": 60,
	"h": 3600, "hr": 3600, "hour": 3600, "hours": 3600,
	"d": 86400, "day": 86400, "days": 86400,
	"w": 604800, "week": 604800, "weeks": 604800,
	"mo": 2592000, "month": 2592000, "months": 2592000,
	"y": 31536000, "yr": 31536000, "year": 31536000, "years": 31536000,
}

iso := `^P(?:([0-9.]+)Y)?(?:([0-9.]+)M)?(?:([0-9.]+)W)?(?:([0-9.]+)D)?(?:T(?:([0-9.]+)H)?(?:([0-9.]+)M)?(?:([0-9.]+)S)?)?$`

iso_seconds := [31536000, 2592000, 604800, 86400, 3600, 60, 1]

# The seconds of a duration; undefined for what is none.
seconds(text) := total if {
	upper_text := upper(trim_space(text))
	regex.match(iso, upper_text)
	parts := regex.find_all_string_submatch_n(iso, upper_text, 1)[0]
	given := [index | some index in numbers.range(1, 7); parts[index] != ""]
	count(given) > 0
	total := sum([part |
		some index in given
		part := to_number(parts[index]) * iso_seconds[index - 1]
	])
} else := total if {
	written := regex.find_all_string_submatch_n(`^([0-9]+(?:\.[0-9]+)?)\s*([a-z]+)$`, lower(trim_space(text)), 1)[0]
	total := to_number(written[1]) * unit_seconds[written[2]]
}

# Seconds in the largest unit that fits: "4 hours", "1.5 days", "90 seconds".
said(amount) := sprintf("%v %s%s", [number, unit.name, plural(number)]) if {
	fitting := [candidate |
		some candidate in [
			{"name": "year", "seconds": 31536000, "least": 31536000},
			{"name": "day", "seconds": 86400, "least": 172800},
			{"name": "hour", "seconds": 3600, "least": 7200},
			{"name": "minute", "seconds": 60, "least": 120},
			{"name": "second", "seconds": 1, "least": 0},
		]
		amount >= candidate.least
	]
	unit := fitting[0]
	number := round((amount / unit.seconds) * 10) / 10
}

plural(number) := "" if {
	number == 1
} else := "s"
