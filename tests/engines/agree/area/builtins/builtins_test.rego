package mesh.area.builtins_test

import data.mesh.area.builtins

fake(_) := 42

test_with_builtin if count([1, 2, 3]) == 42 with count as fake

test_with_data_path if builtins.limit == 7 with data.lib.limits.limit as 7

test_with_rule if builtins.d == "x" with builtins.d as "x"

test_with_input_path if builtins.d == "y" with input.d as "y"

test_with_input_nested if builtins.s == {1, 2} with input as {"xs": [1]} with input.xs as [1, 2]

test_default if builtins.d == "none" with input as {}

test_obj if builtins.obj.a == 1 with input as {"m": {"a": 1}}

test_obj_all if builtins.obj == {"a": 1, "b": 2} with input as {"m": {"a": 1, "b": 2}}

test_chain_a if builtins.chain == 1 with input as {"a": 1, "b": 2}

test_chain_b if builtins.chain == 2 with input as {"b": 2}

test_chain_c if builtins.chain == "c" with input as {}

test_walk if count([1 | walk({"a": [1, 2]}, [_, v]); is_number(v)]) == 2

test_every_empty if every x in [] { x == 1 }

test_not_nested if not builtins.obj.zz with input as {"m": {"a": 1}}

test_neg_with if not builtins.d == "z" with input as {"d": "q"}

test_some_key if {
	some k, "b" in ["a", "b"]
	k == 1
}

test_in_key if 1, "b" in ["a", "b"]

test_set_ops if ({1, 2} | {3}) & {2, 3} == {2, 3}

test_set_diff if {1, 2} - {2} == {1}

test_sprintf_v if sprintf("%v %v %v", [{"a": 1}, {1}, [1, "x"]]) == "{\"a\": 1} {1} [1, \"x\"]"

test_bignum if 9007199254740993 + 1 == 9007199254740994

test_div if 7 / 2 == 3.5

test_mod if 7 % 4 == 3

test_round if round(2.5) == 3

test_sort_mixed if sort([{"b": 1}, "a", 2, null, true, [1]]) == [null, true, 2, "a", [1], {"b": 1}]

test_time_parse if time.parse_rfc3339_ns("2026-01-01T00:00:00Z") == 1767225600000000000

test_time_add if time.add_date(1767225600000000000, 0, 1, 0) == 1769904000000000000

test_time_diff if time.diff(1769904000000000000, 1767225600000000000) == [0, 1, 0, 0, 0, 0]

test_time_date if time.date(1767225600000000000) == [2026, 1, 1]

test_time_format if time.format([1767225600000000000, "UTC", "2006-01-02"]) == "2026-01-01"

test_duration if time.parse_duration_ns("1h30m") == 5400000000000

test_semver if semver.compare("1.10.0", "1.9.0") == 1

test_regex if regex.match(`^a\d+$`, "a12")

test_regex_find if regex.find_n(`\d+`, "a1b22", -1) == ["1", "22"]

test_regex_sub if regex.find_all_string_submatch_n(`(\w)(\d)`, "a1b2", -1) == [["a1", "a", "1"], ["b2", "b", "2"]]

test_regex_replace if regex.replace("a1b2", `(\d)`, "<$1>") == "a<1>b<2>"

test_split if split("a,b", ",") == ["a", "b"]

test_trim if trim(" a ", " ") == "a"

test_trim_left if trim_left("xxa", "x") == "a"

test_lower if lower("ÄB") == "äb"

test_indexof if indexof("aéb", "b") == 2

test_substring if substring("aéb", 1, 1) == "é"

test_substring_neg if substring("abc", 1, -1) == "bc"

test_strings_any if strings.any_prefix_match(["abc"], ["ab"])

test_count_string if count("aé") == 2

test_reverse if strings.reverse("aé") == "éa"

test_object_get_path if object.get({"a": {"b": 1}}, ["a", "b"], 0) == 1

test_object_union if object.union({"a": {"b": 1}}, {"a": {"c": 2}}) == {"a": {"b": 1, "c": 2}}

test_object_union_n if object.union_n([{"a": 1}, {"b": 2}, {"a": 3}]) == {"a": 3, "b": 2}

test_object_remove if object.remove({"a": 1, "b": 2}, {"a"}) == {"b": 2}

test_object_filter if object.filter({"a": 1, "b": 2}, ["a"]) == {"a": 1}

test_object_keys if object.keys({"a": 1}) == {"a"}

test_json_filter if json.filter({"a": {"b": 1, "c": 2}}, ["a/b"]) == {"a": {"b": 1}}

test_json_unmarshal if json.unmarshal(`{"a":1}`).a == 1

test_base64 if base64.encode("a?") == "YT8="

test_cidr if net.cidr_contains("10.0.0.0/8", "10.1.0.0/16")

test_glob if glob.match("a/*", ["/"], "a/b")

test_glob_not if not glob.match("a/*", ["/"], "a/b/c")

test_array_slice if array.slice([1, 2, 3], 1, 10) == [2, 3]

test_array_reverse if array.reverse([1, 2]) == [2, 1]

test_concat_set if concat(",", {"b", "a"}) == "a,b"

test_union_set if union({{1}, {2}}) == {1, 2}

test_intersection if intersection({{1, 2}, {2}}) == {2}

test_min_max if {
	min([2, 1]) == 1
	max({2, 1}) == 2
}

test_sum_product if {
	sum([1, 2]) == 3
	product([2, 3]) == 6
}

test_sum_empty if sum([]) == 0

test_max_empty if not max([])

test_to_number if to_number("1.5") == 1.5

test_to_number_bad if not to_number("x")

test_type if type_name({1}) == "set"

test_is if {
	is_string("a")
	not is_array("a")
}

test_graph if graph.reachable({"a": ["b"], "b": []}, ["a"]) == {"a", "b"}

test_units if units.parse_bytes("1KiB") == 1024

test_units_parse if units.parse("1k") == 1000

test_bits if bits.and(6, 3) == 2

test_numbers_range if numbers.range(3, 1) == [3, 2, 1]

test_cast if format_int(255, 16) == "ff"

test_null_compare if null < 1

test_comp_undefined if [x | x := input.nothing] == [] with input as {}

test_obj_comp if {k: v | some k, v in {"a": 1}} == {"a": 1}

test_dyn_ref if {
	k := "a"
	{"a": 1}[k] == 1
}

test_array_index if {
	xs := [10, 20]
	xs[1] == 20
}

test_set_member if {
	xs := {"a"}
	xs.a
	xs.a == "a"
}

test_destructure if {
	[a, {"k": b}] := [1, {"k": 2}]
	a + b == 3
}

test_string_escape if "é\u00e9\n" == "éé\n"

test_raw if `a\n` == "a\\n"

test_strings_count if strings.count("banana", "a") == 3

test_strings_replace if strings.replace_n({"a": "b"}, "aa") == "bb"

test_print_false if {
	print("x", input.nothing)
	true == true
}

test_object_subset if object.subset({"a": 1, "b": 2}, {"a": 1})

test_else_with if builtins.chain == 9 with input.a as 9

test_nested_set_cmp if {{"a"}, {"b"}} == {{"b"}, {"a"}}

test_set_contains_obj if {"a": 1} in {{"a": 1}}

test_membership_obj if 1 in {"a": 1}

test_negative if -1 < 0

test_abs_ceil if {
	abs(-1) == 1
	ceil(1.2) == 2
	floor(1.8) == 1
}

test_exp if 1e3 == 1000

test_float_str if sprintf("%v", [1.0]) == "1"

test_sprintf_q if sprintf("%q", ["a"]) == "\"a\""

test_sprintf_x if sprintf("%x", [255]) == "ff"

test_time_weekday if time.weekday(1767225600000000000) == "Thursday"

test_time_clock if time.clock(1767225600000000000) == [0, 0, 0]

test_time_parse_ns if time.parse_ns("2006-01-02", "2026-01-01") == 1767225600000000000
