package lib.currencies_test

import data.lib.currencies

test_codes_of_the_standard_are_known if {
	currencies.is_code("EUR")
	currencies.is_code("ZAR")
}

test_other_words_are_no_codes if {
	not currencies.is_code("eur")
	not currencies.is_code("EURO")
	not currencies.is_code("XAU")
}
