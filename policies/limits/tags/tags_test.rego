package mesh.limits.tags_test

import data.mesh.limits.tags

parameters := {"warn_share": 0.8, "deny_share": 0.95}

numbered(number) := {sprintf("tag%d", [n]): "x" | some n in numbers.range(1, number)}

text(number) := concat("", ["x" | some _ in numbers.range(1, number)])

storage := "Microsoft.Storage/storageAccounts"

denied(kind, of) := found if {
	found := tags.deny with input as {"type": kind, "tags": of} with data.parameters as parameters
}

test_some_tags_pass if {
	count(denied(storage, numbered(39))) == 0
}

test_many_tags_are_a_warning if {
	some violation in denied(storage, numbered(40))
	violation.message == "40 of 50 tags are used (80 %)"
	violation.level == "warn"
	violation.path == ["tags"]
}

test_nearly_all_tags_are_denied if {
	some violation in denied(storage, numbered(48))
	not violation.level
	violation.expected == 50
}

test_names_of_512_signs_pass if {
	count(denied("Microsoft.Sql/servers", {text(512): ""})) == 0
}

test_longer_names_are_denied if {
	some violation in denied("Microsoft.Sql/servers", {text(513): ""})
	violation.message == "the name of the tag xxxxxxxxxxxxxxxxxxxx... has 513 signs, and at most 512 may be"
	violation.path == ["tags", text(513)]
	violation.expected == 512
}

test_storage_accounts_take_shorter_names if {
	count(denied(storage, {text(128): ""})) == 0
	some violation in denied(storage, {text(129): ""})
	violation.expected == 128
}

test_subscriptions_have_no_type if {
	subject := {"tags": {text(512): ""}}
	count(tags.deny) == 0 with input as subject with data.parameters as parameters
}

test_values_of_256_signs_pass if {
	count(denied(storage, {"owner": text(256)})) == 0
}

test_longer_values_are_denied if {
	some violation in denied(storage, {"owner": text(257)})
	violation.message == "the value of the tag owner has 257 signs, and at most 256 may be"
	violation.path == ["tags", "owner"]
	violation.actual == 257
}

test_only_texts_have_a_length if {
	count(denied(storage, {"many": numbers.range(1, 300)})) == 0
}

test_without_tags_nothing_is_judged if {
	every subject in [{"tags": null}, {}, {"tags": {}}] {
		tags.not_applicable with input as subject
		count(tags.deny) == 0 with input as subject with data.parameters as parameters
	}
	not tags.not_applicable with input as {"tags": {"a": "b"}}
}
