package mesh.area.builtins_test

import data.mesh.area.builtins

fake(_) := 42

# OPA takes what is undefined out of a negated call, so that nothing holds; the interpreter here finds that the call does not.
test_not_a_call_of_something_undefined if not startswith(input.absent, "a") with input as {}

test_not_a_count_of_something_undefined if not count(input.absent) > 0 with input as {}

test_not_a_function_of_something_undefined if not builtins.is_one(input.absent) with input as {}

test_not_undefined_in_a_list if not input.absent in [1] with input as {}

test_not_a_sum_with_something_undefined if not input.absent + 1 == 2 with input as {}

# A function that another one of its package calls is not replaced.
test_function_called_by_another_is_replaced if builtins.h(1) == 42 with builtins.g as fake

# Formats with widths, and those that are given too much or too little.
test_width_of_a_fraction if sprintf("%5.2f", [1.5]) == " 1.50"

test_width_of_a_text if sprintf("%-5s|", ["a"]) == "a    |"

test_fraction_in_full if sprintf("%f", [0.995]) == "0.995000"

test_shortest_fraction if sprintf("%g", [99.5]) == "99.5"

test_fraction_as_whole_number if sprintf("%d", [3.5]) == "%!d(float64=3.5)"

test_text_that_is_missing if sprintf("%s %s", ["a"]) == "a %!s(MISSING)"

test_text_too_many if sprintf("%s", ["a", "b"]) == "a%!(EXTRA string=b)"

# Fractions are binary here and decimal there.
test_sum_of_tenths if 0.1 + 0.2 == 0.3

test_product_of_tenths if 3 * 0.1 == 0.3

test_upper_case_of_sharp_s if upper("ß") == "ß"
