package lib.durations_test

import data.lib.durations

test_iso_durations_are_read if {
	every text, expected in {"P1D": 86400, "PT4H": 14400, "PT15M": 900, "P1Y6M": 47088000, "p2w": 1209600, "P1DT12H": 129600} {
		durations.seconds(text) == expected
	}
}

test_plain_durations_are_read if {
	every text, expected in {"24h": 86400, " 15 minutes ": 900, "1.5 d": 129600, "3 years": 94608000, "90s": 90} {
		durations.seconds(text) == expected
	}
}

test_what_is_no_duration_is_undefined if {
	every text in ["soon", "P", "", "5 parsecs", "h", "PT"] {
		not durations.seconds(text)
	}
}

test_seconds_are_said_in_the_unit_that_fits if {
	durations.said(90) == "90 seconds"
	durations.said(900) == "15 minutes"
	durations.said(3600) == "60 minutes"
	durations.said(14400) == "4 hours"
	durations.said(86400) == "24 hours"
	durations.said(129600) == "36 hours"
	durations.said(216000) == "2.5 days"
	durations.said(31536000) == "1 year"
	durations.said(0) == "0 seconds"
}
