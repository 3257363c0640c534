package lib.tags_test

import data.lib.tags

test_names_of_tags_have_no_case if {
	tags.value({"CostCenter": "CC-1"}, "costcenter") == "CC-1"
	tags.has({"CostCenter": "CC-1"}, "COSTCENTER")
}

test_blank_tags_say_nothing if {
	not tags.has({"owner": " "}, "owner")
	not tags.has({"owner": null}, "owner")
	not tags.has({}, "owner")
}

test_false_is_a_value if {
	tags.has({"shared": false}, "shared")
}

test_names_become_slugs if {
	tags.slug("Customer 360 (new)") == "customer-360-new"
}
