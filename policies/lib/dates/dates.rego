# METADATA
# scope: package
# title: Dates
# description: Days as `YYYY-MM-DD`. The day of the run is `data.meshgov.as_of`; a policy never asks the clock.
package lib.dates

# Nanoseconds at the beginning of a day; a timestamp counts as its day. Undefined for what is no date.
day(text) := time.parse_ns("2006-01-02", substring(text, 0, 10))

# Whole days from one day to another; negative where the second is earlier.
days_between(first, second) := (day(second) - day(first)) / 86400000000000

# Whether a day lies before the day of the run.
is_past(text) if {
	day(text) < day(data.meshgov.as_of)
}

# Days from the day of the run to a day; negative where it has passed.
days_until(text) := days_between(data.meshgov.as_of, text)
