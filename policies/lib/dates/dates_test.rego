package lib.dates_test

import data.lib.dates

test_days_are_counted if {
	dates.days_between("2026-11-23", "2026-11-24") == 1
	dates.days_between("2026-11-23", "2026-10-24") == -30
	dates.days_between("2024-02-28T10:00:00Z", "2024-03-01") == 2
}

test_past_is_before_the_day_of_the_run if {
	dates.is_past("2026-11-22") with data.meshgov.as_of as "2026-11-23"
	not dates.is_past("2026-11-23") with data.meshgov.as_of as "2026-11-23"
	dates.days_until("2026-12-03") == 10 with data.meshgov.as_of as "2026-11-23"
}

test_what_is_no_date_is_undefined if {
	not dates.day("soon")
	not dates.is_past("soon") with data.meshgov.as_of as "2026-11-23"
}
